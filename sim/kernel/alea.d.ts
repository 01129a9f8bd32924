/** The types of seedrandom's file of `alea` alone, which `@types/seedrandom` leaves out. */
declare module "seedrandom/lib/alea.js" {
  import seedrandom = require("seedrandom");
  const alea: typeof seedrandom.alea;
  export = alea;
}
