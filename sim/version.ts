/** Version of the engine, as results name it; a test holds it equal to package.json. */
export const ENGINE = "0.1.0";
