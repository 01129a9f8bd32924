/** Which Node runs burstlab: an older one stops at things it does not know, with words that help nobody. */

/** As `engines` in package.json has it. */
const [MAJOR, MINOR] = [22, 12];

/** What to say of a Node of this version; null where it will do. */
export function tooOld(version: string): string | null {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > MAJOR || (major === MAJOR && minor >= MINOR)) return null;
  return `burstlab needs Node ${MAJOR}.${MINOR} or later; this is Node ${version}`;
}
