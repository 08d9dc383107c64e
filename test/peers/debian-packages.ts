/**
 * Programs from Debian that tests use as peers and oracles. A test asks `needs` before it starts one: where
 * the program is missing the test is skipped with a visible line, and with CI=true it fails instead.
 */
import { existsSync } from 'node:fs';

export interface DebianPackage {
  readonly name: string;
  /** A file that is there when the package is. */
  readonly program: string;
}

const libraries = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;

export const debianPackages = [
  { name: 'buildah', program: '/usr/bin/buildah' },
  { name: 'podman', program: '/usr/bin/podman' },
  { name: 'runc', program: '/usr/sbin/runc' },
  { name: 'curl', program: '/usr/bin/curl' },
  { name: 'postfix', program: '/usr/sbin/postfix' },
  { name: 'bind9-dnsutils', program: '/usr/bin/delv' },
  { name: 'bind9-utils', program: '/usr/bin/dnssec-signzone' },
  { name: 'nsd', program: '/usr/sbin/nsd' },
  { name: 'unbound', program: '/usr/sbin/unbound' },
  { name: 'unbound-host', program: '/usr/bin/unbound-host' },
  { name: 'openssl', program: '/usr/bin/openssl' },
  { name: 'python3-venv', program: '/var/lib/dpkg/info/python3-venv.list' },
  { name: 'iproute2', program: '/usr/sbin/ip' },
  { name: 'iptables', program: '/usr/sbin/iptables' },
  { name: 'chromium-headless-shell', program: '/usr/bin/chromium-headless-shell' },
  { name: 'firefox-esr', program: '/usr/bin/firefox-esr' },
  { name: 'fonts-dejavu-core', program: '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf' },
  // What Exim needs to run; its own package conflicts with Postfix's (exim-program.ts).
  { name: 'libgnutls-dane0', program: `${libraries}/libgnutls-dane.so.0` },
  { name: 'libidn12', program: `${libraries}/libidn.so.12` },
  { name: 'libnsl2', program: `${libraries}/libnsl.so.2` },
] as const satisfies readonly DebianPackage[];

export type PackageName = (typeof debianPackages)[number]['name'];

/** For the `skip` option of a test: false where everything is there, else the reason. Throws with CI=true. */
export function needs(...names: readonly PackageName[]): false | string {
  const missing = debianPackages.filter(({ name, program }) => names.includes(name) && !existsSync(program));
  if (missing.length === 0) return false;
  const reason = `needs ${missing.map(({ name }) => name).join(', ')} from Debian`;
  if (process.env['CI'] === 'true') throw new Error(reason);
  return reason;
}

/** Like `needs`, for tests that start daemons which insist on being started by root. */
export function needsRoot(...names: readonly PackageName[]): false | string {
  if (process.getuid?.() !== 0) {
    if (process.env['CI'] === 'true') throw new Error('needs to run as root');
    return 'needs to run as root';
  }
  return needs(...names);
}
