/**
 * Images and containers without a Docker engine: Debian's buildah and podman over runc, as root, with everything
 * they keep in one temporary folder, so that nothing of the machine's own containers is seen or touched. Works
 * inside a container too: no systemd, no user namespace, no network of its own, no registry.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** File locks and no events: the defaults are in shared memory and the journal, which outlive the folder. */
const SETTINGS = (folder: string): string => `[containers]
default_ulimits = ["nofile=1024:4096", "nproc=1024:4096"]
log_driver = "k8s-file"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "none"
lock_type = "file"
tmp_dir = "${folder}/libpod"
`;

export interface ContainerOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** Folders of the host, by where the container sees them, read-only. */
  readonly folders: Readonly<Record<string, string>>;
}

/** A container in the foreground of a podman process. */
export interface Container {
  readonly name: string;
  /** What it has written so far, standard error included. */
  readonly output: () => string;
  /** Resolves with the first line that contains the text; rejects where the container ends without one. */
  line(text: string): Promise<string>;
  /** Runs a program inside, with these variables besides the container's own. Gives its exit code. */
  execute(command: readonly string[], environment?: Readonly<Record<string, string>>): Promise<number>;
  /** Sends the image's stop signal and waits; kills after so many seconds. Gives the container's exit code. */
  stop(seconds: number): Promise<number | null>;
}

export interface Image {
  readonly Config: {
    readonly User: string;
    readonly StopSignal: string;
    readonly Entrypoint: readonly string[];
    readonly Env: readonly string[];
    readonly Labels: Readonly<Record<string, string>>;
    readonly ExposedPorts: Readonly<Record<string, unknown>>;
  };
  readonly Healthcheck?: { readonly Test: readonly string[] };
}

export class ContainerEngine {
  readonly #folder: string;
  readonly #storage: readonly string[];
  readonly #environment: NodeJS.ProcessEnv;
  readonly #running: ChildProcess[] = [];

  private constructor(folder: string) {
    this.#folder = folder;
    this.#storage = ['--root', `${folder}/root`, '--runroot', `${folder}/run`, '--storage-driver', 'vfs'];
    this.#environment = {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: folder,
      TMPDIR: folder,
      CONTAINERS_CONF: path.join(folder, 'containers.conf'),
    };
  }

  static async create(): Promise<ContainerEngine> {
    const folder = await mkdtemp(path.join(tmpdir(), 'containers-'));
    await mkdir(path.join(folder, 'libpod'));
    await writeFile(path.join(folder, 'containers.conf'), SETTINGS(folder));
    return new ContainerEngine(folder);
  }

  async #podman(...parameters: readonly string[]): Promise<string> {
    const { stdout } = await run('podman', [...this.#storage, ...parameters], { env: this.#environment });
    return stdout;
  }

  /** Builds an image of a Dockerfile. `context` is the folder that COPY copies from. */
  async build(
    tag: string,
    dockerfile: string,
    context: string,
    buildArguments: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const given = Object.entries(buildArguments).flatMap(([name, value]) => [
      '--build-arg',
      `${name}=${value}`,
    ]);
    await run(
      'buildah',
      [
        ...this.#storage,
        'build',
        ...['--isolation=chroot', '--format=docker', '--pull-never', '--quiet'],
        ...given,
        ...['--file', dockerfile, '--tag', tag, context],
      ],
      { env: this.#environment },
    );
  }

  async inspect(tag: string): Promise<Image> {
    const [image] = JSON.parse(await this.#podman('image', 'inspect', tag)) as Image[];
    if (image === undefined) throw new Error(`no image ${tag}`);
    return image;
  }

  /** The paths of all files in an image. */
  async filesOf(tag: string): Promise<string[]> {
    // A command that is never run: podman wants one.
    const container = (await this.#podman('create', tag, 'none')).trim();
    const root = (await this.#podman('mount', container)).trim();
    const { stdout } = await run('find', [root, '-type', 'f', '-printf', '/%P\\n']);
    await this.#podman('rm', container);
    return stdout.trim().split('\n').sort();
  }

  /** Starts a container as locked up as it is on Fargate and more: no capability, nothing to write to. */
  start(name: string, tag: string, { environment, folders }: ContainerOptions): Container {
    const child = spawn(
      'podman',
      [
        ...this.#storage,
        ...['run', '--name', name, '--network=host', '--read-only', '--read-only-tmpfs=false'],
        ...['--cap-drop=all', '--security-opt=no-new-privileges', '--stop-timeout=60'],
        ...Object.entries(environment).map(([variable, value]) => `--env=${variable}=${value}`),
        ...Object.entries(folders).map(([inside, outside]) => `--volume=${outside}:${inside}:ro`),
        tag,
      ],
      { env: this.#environment, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.#running.push(child);
    const lines: string[] = [];
    const gone = once(child, 'close');
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (text) => {
        lines.push(text);
        child.emit('output');
      });
    }
    const line = async (text: string): Promise<string> => {
      for (;;) {
        const found = lines.find((one) => one.includes(text));
        if (found !== undefined) return found;
        if (child.exitCode !== null) throw new Error(`${name} ended without "${text}":\n${lines.join('\n')}`);
        await Promise.race([once(child, 'output'), gone]);
      }
    };
    return {
      name,
      output: () => lines.join('\n'),
      line,
      execute: async (command, environment = {}) => {
        const variables = Object.entries(environment).map(
          ([variable, value]) => `--env=${variable}=${value}`,
        );
        try {
          await this.#podman('exec', ...variables, name, ...command);
          return 0;
        } catch (error) {
          return (error as { code: number }).code;
        }
      },
      stop: async (seconds) => {
        await this.#podman('stop', `--time=${seconds}`, name);
        await gone;
        return child.exitCode;
      },
    };
  }

  /** Ends what still runs and removes everything. */
  async close(): Promise<void> {
    await this.#podman('rm', '--all', '--force', '--time=0');
    for (const child of this.#running) child.kill('SIGKILL');
    await rm(this.#folder, { recursive: true, force: true });
  }
}
