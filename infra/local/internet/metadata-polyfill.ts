/**
 * The part of the Reflect metadata proposal that @peculiar/x509's dependency container asks for when it is
 * loaded: values kept beside a class under a key. Must be imported before '@peculiar/x509'. The package
 * `reflect-metadata` would do the same; these lines spare a dependency.
 */
type Metadata = Map<unknown, unknown>;

const kept = new WeakMap<object, Metadata>();

const own = (key: unknown, target: object): unknown => kept.get(target)?.get(key);

const inherited = (key: unknown, target: object): unknown => {
  for (let at: object | null = target; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    if (kept.get(at)?.has(key)) return own(key, at);
  }
  return undefined;
};

const define = (key: unknown, value: unknown, target: object): void => {
  const metadata: Metadata = kept.get(target) ?? new Map();
  metadata.set(key, value);
  kept.set(target, metadata);
};

if (!('getMetadata' in Reflect)) {
  Object.assign(Reflect, {
    getMetadata: inherited,
    getOwnMetadata: own,
    defineMetadata: define,
    metadata: (key: unknown, value: unknown) => (target: object) => {
      define(key, value, target);
    },
  });
}
