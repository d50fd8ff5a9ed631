// The door of the house: `node scripts/bootstrap.mjs start|test|dev|build|bench|frameworks [arguments]`. Node built-ins only, and
// plain syntax up to the version check, so that an old Node reads far enough to be told.

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Inkling needs Node 20.19 or newer; this is ${process.version}. Get one from https://nodejs.org.`);
  process.exit(1);
}

const { command } = await import("./command.mjs");
process.exitCode = await command(process.argv[2], process.argv.slice(3));
