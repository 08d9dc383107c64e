/**
 * What is typed or pasted where a recipient's domain is asked for: often the whole address. The part behind the last @
 * is meant, since a domain has none; whether it is a domain is for the API to say. Pure.
 */
export function domainIn(text: string): string {
  const address = /<([^<>]*)>\s*$/.exec(text)?.[1] ?? text;
  return address.slice(address.lastIndexOf('@') + 1).trim();
}
