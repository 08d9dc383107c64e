// Every npm script runs this first: Node 24 comes with `npm ci` on Linux (package.json, optionalDependencies).
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `Secure Alias needs Node 24 or newer; this is ${process.version}. On Linux x64 and arm64, "npm ci" brings it ` +
      '(run commands as "npm run …"); elsewhere install Node 24 from your system or nodejs.org.',
  );
  process.exit(1);
}
