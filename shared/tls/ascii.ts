/**
 * Lower case as the DNS (RFC 4343) and names of certificates have it: A to Z, nothing else. In Unicode the
 * Kelvin sign is a capital k, and would make two different names the same.
 */
export const lowerAscii = (text: string): string => text.replace(/[A-Z]+/g, (run) => run.toLowerCase());
