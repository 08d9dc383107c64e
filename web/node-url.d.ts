/** The one function of Node that a module names whose types the words of notices use; pages never call it. */
declare module 'node:url' {
  export function domainToASCII(domain: string): string;
}
