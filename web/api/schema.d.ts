/** Made by `npm run web:client` of the OpenAPI document; not to be edited. */
export interface paths {
    readonly "/healthz": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Whether the API answers */
        readonly get: operations["getHealthz"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/admin/aliases": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Every user and their secure address, in no particular order */
        readonly get: operations["getAdminAliases"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/admin/aliases/overrides": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Set levels for single domains in the settings of users
         * @description Merges the levels into the settings of the owners named, or of every alias (then `next` leads to the next 100), and switches expert mode on where it sets one. Never weakens what an owner has set.
         */
        readonly post: operations["postAdminAliasesOverrides"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/admin/trust": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The trust store, all of it or of one domain, in no particular order */
        readonly get: operations["getAdminTrust"];
        readonly put?: never;
        /**
         * Trust a certificate, a public key or a private authority of another provider
         * @description Check it first on a way that does not lead over the mail server, by telephone for example. A domain may have several entries, for a rotation: one match suffices. An entry may end after its certificate does; `warnings` then says so.
         */
        readonly post: operations["postAdminTrust"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/admin/trust/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** Trust it no more; mail under `verify` that rested on it comes back from now on */
        readonly delete: operations["deleteAdminTrustId"];
        readonly options?: never;
        readonly head?: never;
        /** Change the note or the end of an entry; what is absent stays */
        readonly patch: operations["patchAdminTrustId"];
        readonly trace?: never;
    };
    readonly "/v1/admin/trust/preview": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * What a domain's mail servers present now
         * @description Looks, and sends no mail. What is seen here may come from somebody in between: compare it out of band before you add it.
         */
        readonly post: operations["postAdminTrustPreview"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/alias": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Your secure address and its settings */
        readonly get: operations["getAlias"];
        /**
         * Change the settings of your secure address
         * @description Replaces all settings; what is absent takes its default, but for `language`, which stays. Any level but `encrypt` and any override needs `"expert": true`.
         */
        readonly put: operations["putAlias"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/app-passwords": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Your app passwords */
        readonly get: operations["getAppPasswords"];
        readonly put?: never;
        /** Make a password for one mail program */
        readonly post: operations["postAppPasswords"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/app-passwords/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** End an app password; the mail program that uses it can no longer send */
        readonly delete: operations["deleteAppPasswordsId"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/checks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * What each level would say about a recipient, without sending mail
         * @description Looks the recipient’s mail servers up and connects to them, as a delivery would, and shows what it saw. At most 60 in a minute.
         */
        readonly post: operations["postChecks"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/deliveries": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Your deliveries, newest first
         * @description Each with its last 5 attempts; a single delivery has all that are kept. A page may have fewer items than `limit`, even none: only `"next": null` says that it is the last one.
         */
        readonly get: operations["getDeliveries"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/deliveries/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * One delivery: its attempts, and the receipt
         * @description The last 30 attempts are kept, or all of the last try. Texts of other servers are shortened, those of earlier attempts first.
         */
        readonly get: operations["getDeliveriesId"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/identities": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The addresses you can send from; none while your secure address is switched off */
        readonly get: operations["getIdentities"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/messages": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A folder of your mailbox, newest first */
        readonly get: operations["getMessages"];
        readonly put?: never;
        /**
         * Send a message
         * @description Takes JSON, or a whole message as `message/rfc822` (recipients from To, Cc and Bcc; Bcc is removed; `Secure-Alias-Level` asks for more than the settings and is removed). A recipient is a plain address or `"Name" <address>`; at most 100 in all. After 202 each delivery ends delivered or bounced.
         */
        readonly post: operations["postMessages"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/messages/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One message, parsed */
        readonly get: operations["getMessagesId"];
        readonly put?: never;
        readonly post?: never;
        /** Remove a message for good */
        readonly delete: operations["deleteMessagesId"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/messages/{id}/raw": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One message, octet for octet */
        readonly get: operations["getMessagesIdRaw"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/openapi.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** This document */
        readonly get: operations["getOpenapiJson"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/refusals": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Attempts to reach you that were refused, newest first
         * @description Repeated tries of one server within an hour are one item with a count. Kept for 90 days.
         */
        readonly get: operations["getRefusals"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/why-refused": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** For senders: why an unencrypted message was refused */
        readonly get: operations["getWhyRefused"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @example {
         *       "id": "01KAQ3Y8M4T0Z5N6R7S8V9W1X2",
         *       "messageId": "<01kaq3y8m4t0z5n6r7s8v9w1x2@secure.example.org>",
         *       "deliveries": [
         *         {
         *           "id": "01KAQ3Y8M4A1B2C3D4E5F6G7H8",
         *           "domain": "good.example",
         *           "recipients": [
         *             "bob@good.example"
         *           ],
         *           "level": "encrypt"
         *         }
         *       ]
         *     }
         */
        readonly AcceptedMessage: {
            readonly deliveries: readonly {
                readonly domain: string;
                /** @example 01KAQ3Y8M4T0Z5N6R7S8V9W1X2 */
                readonly id: string;
                readonly level: components["schemas"]["Level"];
                readonly recipients: readonly string[];
            }[];
            /** @example 01KAQ3Y8M4T0Z5N6R7S8V9W1X2 */
            readonly id: string;
            /** @description The Message-ID field. */
            readonly messageId: string;
        };
        /**
         * @example {
         *       "address": "alice@secure.example.org",
         *       "home": "alice@example.org",
         *       "enabled": true,
         *       "expert": false,
         *       "level": "encrypt",
         *       "overrides": [
         *         {
         *           "domain": "bank.example",
         *           "level": "verify"
         *         }
         *       ],
         *       "language": "en",
         *       "updatedAt": "2026-11-23T10:00:00Z"
         *     }
         */
        readonly Alias: {
            readonly address: string;
            readonly enabled: boolean;
            readonly expert: boolean;
            readonly home: string;
            /** @enum {string} */
            readonly language: "en" | "de";
            readonly level: components["schemas"]["Level"];
            readonly overrides: readonly {
                readonly domain: string;
                readonly level: components["schemas"]["Level"];
            }[];
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00.000Z
             */
            readonly updatedAt: string;
        };
        readonly Aliases: {
            readonly items: readonly {
                readonly address: string;
                readonly enabled: boolean;
                readonly expert: boolean;
                readonly home: string;
                /** @enum {string} */
                readonly language: "en" | "de";
                readonly level: components["schemas"]["Level"];
                readonly name: string;
                readonly overrides: readonly {
                    readonly domain: string;
                    readonly level: components["schemas"]["Level"];
                }[];
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00.000Z
                 */
                readonly updatedAt: string;
            }[];
            /** @description Cursor of the next page; null on the last one. */
            readonly next: string | null;
        };
        readonly AliasOverrides: {
            /**
             * @description With `"homes": null`: the "next" of the answer before.
             * @default null
             */
            readonly cursor: string | null;
            /** @description Home addresses of the owners; null for every alias, a page at a time. */
            readonly homes: readonly string[] | null;
            readonly overrides: readonly {
                readonly domain: string;
                readonly level: components["schemas"]["Level"];
            }[];
        };
        readonly AliasSettings: {
            /** @description Whether the secure address takes and sends mail. */
            readonly enabled: boolean;
            /**
             * @description Needed for any level but encrypt and for overrides.
             * @default false
             */
            readonly expert: boolean;
            /**
             * @description Language of notices; stays as it is where absent.
             * @enum {string}
             */
            readonly language?: "en" | "de";
            /** @default encrypt */
            readonly level: components["schemas"]["Level"];
            /**
             * @description Levels for single recipient domains; subdomains are not covered.
             * @default []
             */
            readonly overrides: readonly {
                readonly domain: string;
                readonly level: components["schemas"]["Level"];
            }[];
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "id": "k7wq2m4x",
         *           "name": "Thunderbird",
         *           "createdAt": "2026-11-23T10:00:00Z",
         *           "lastUsedAt": null
         *         }
         *       ]
         *     }
         */
        readonly AppPasswords: {
            readonly items: readonly {
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00.000Z
                 */
                readonly createdAt: string;
                readonly id: string;
                readonly lastUsedAt: string | null;
                readonly name: string;
            }[];
        };
        /**
         * @example {
         *       "domain": "bank.example",
         *       "levels": {
         *         "encrypt": {
         *           "verdict": "met",
         *           "reason": null,
         *           "detail": "mx.bank.example: TLSv1.3, TLS_AES_256_GCM_SHA384"
         *         },
         *         "dane-only": {
         *           "verdict": "met",
         *           "reason": null,
         *           "detail": "mx.bank.example: TLSv1.3, TLS_AES_256_GCM_SHA384"
         *         },
         *         "verify": {
         *           "verdict": "policy",
         *           "reason": "certificate-not-trusted",
         *           "detail": "bank.example is not among the providers in the trust store"
         *         }
         *       },
         *       "hosts": [
         *         {
         *           "host": "mx.bank.example",
         *           "preference": 10,
         *           "addresses": [
         *             "192.0.2.1"
         *           ],
         *           "dnssec": {
         *             "mx": "secure",
         *             "address": "secure",
         *             "tlsa": "secure"
         *           },
         *           "starttls": true,
         *           "tls": {
         *             "version": "TLSv1.3",
         *             "cipher": "TLS_AES_256_GCM_SHA384"
         *           },
         *           "certificate": {
         *             "sha256": "3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f",
         *             "spkiSha256": "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
         *             "subject": "CN=mx.bank.example",
         *             "issuer": "CN=Example CA",
         *             "notAfter": "2027-02-01T00:00:00Z"
         *           },
         *           "tlsa": [
         *             "3 1 1 a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1"
         *           ],
         *           "dane": {
         *             "base": "_25._tcp.mx.bank.example",
         *             "record": "3 1 1 a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
         *             "secure": true,
         *             "usage": "DANE-EE",
         *             "depth": 0,
         *             "name": null
         *           },
         *           "trust": null,
         *           "sts": null,
         *           "requireTls": false,
         *           "detail": null
         *         }
         *       ]
         *     }
         */
        readonly Check: {
            readonly domain: string;
            readonly hosts: readonly {
                readonly addresses: readonly string[];
                readonly certificate: {
                    readonly issuer: string;
                    readonly notAfter: string;
                    readonly sha256: string;
                    readonly spkiSha256: string;
                    readonly subject: string;
                } | null;
                /** @description The record that the certificate matched. */
                readonly dane?: {
                    /** @description Where the record is. */
                    readonly base: string;
                    /** @description Where in the chain it matched; 0 is the server’s own certificate. */
                    readonly depth?: number;
                    /** @description For DANE-TA: the name of the server that the certificate has. */
                    readonly name?: string | null;
                    /** @description As a zone file has it. */
                    readonly record: string;
                    readonly secure: boolean;
                    /** @enum {string} */
                    readonly usage?: "DANE-EE" | "DANE-TA";
                } | null;
                /** @description What stood in the way, in one sentence. */
                readonly detail?: string | null;
                readonly dnssec: {
                    /** @description Null where no answer came, or none was asked for. */
                    readonly address: ("secure" | "insecure" | "bogus") | null;
                    /** @description Null where no answer came, or none was asked for. */
                    readonly mx: ("secure" | "insecure" | "bogus") | null;
                    /** @description Null where no answer came, or none was asked for. */
                    readonly tlsa: ("secure" | "insecure" | "bogus") | null;
                };
                readonly host: string;
                /** @description Null for a host that was not asked. */
                readonly preference: number | null;
                readonly requireTls: boolean;
                /** @description Null where the host did not come as far as to say. */
                readonly starttls: boolean | null;
                /** @description What an MTA-STS policy in mode enforce says of this host; null where there is none. */
                readonly sts?: {
                    readonly detail: string;
                    readonly satisfied: boolean;
                } | null;
                readonly tls: components["schemas"]["TlsSession"] | null;
                /** @description The DNSSEC-signed records that decide, as a zone file has them. */
                readonly tlsa: readonly string[];
                readonly trust?: {
                    readonly id: string;
                    readonly kind: string;
                } | null;
            }[];
            readonly levels: {
                readonly "dane-only": {
                    /** @description One sentence. */
                    readonly detail: string;
                    readonly reason: ("starttls-not-supported" | "validation-failure" | "dane-required" | "dnssec-invalid" | "tlsa-invalid" | "certificate-not-trusted" | "sts-policy-invalid" | "sts-webpki-invalid" | "requiretls" | "no-mail-server" | "recipient-refused" | "needs-8bitmime" | "needs-smtputf8" | "message-too-large" | "unknown-local-recipient" | "retry-lifetime-exceeded" | "home-refused") | null;
                    /**
                     * @description It would go; it would come back; or it cannot be told now, and would be tried again.
                     * @enum {string}
                     */
                    readonly verdict: "met" | "policy" | "temporary";
                };
                readonly encrypt: {
                    /** @description One sentence. */
                    readonly detail: string;
                    readonly reason: ("starttls-not-supported" | "validation-failure" | "dane-required" | "dnssec-invalid" | "tlsa-invalid" | "certificate-not-trusted" | "sts-policy-invalid" | "sts-webpki-invalid" | "requiretls" | "no-mail-server" | "recipient-refused" | "needs-8bitmime" | "needs-smtputf8" | "message-too-large" | "unknown-local-recipient" | "retry-lifetime-exceeded" | "home-refused") | null;
                    /**
                     * @description It would go; it would come back; or it cannot be told now, and would be tried again.
                     * @enum {string}
                     */
                    readonly verdict: "met" | "policy" | "temporary";
                };
                readonly verify: {
                    /** @description One sentence. */
                    readonly detail: string;
                    readonly reason: ("starttls-not-supported" | "validation-failure" | "dane-required" | "dnssec-invalid" | "tlsa-invalid" | "certificate-not-trusted" | "sts-policy-invalid" | "sts-webpki-invalid" | "requiretls" | "no-mail-server" | "recipient-refused" | "needs-8bitmime" | "needs-smtputf8" | "message-too-large" | "unknown-local-recipient" | "retry-lifetime-exceeded" | "home-refused") | null;
                    /**
                     * @description It would go; it would come back; or it cannot be told now, and would be tried again.
                     * @enum {string}
                     */
                    readonly verdict: "met" | "policy" | "temporary";
                };
            };
        };
        /**
         * @example {
         *       "id": "k7wq2m4x",
         *       "name": "Thunderbird",
         *       "createdAt": "2026-11-23T10:00:00Z",
         *       "password": "k7wq-2m4x-a3bc-d4ef-g5hj-k6mn"
         *     }
         */
        readonly CreatedAppPassword: {
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00.000Z
             */
            readonly createdAt: string;
            readonly id: string;
            readonly name: string;
            /** @description Shown this once. */
            readonly password: string;
        };
        readonly Deliveries: {
            readonly items: readonly components["schemas"]["Delivery"][];
            /** @description Cursor of the next page; null on the last one. */
            readonly next: string | null;
        };
        /**
         * @example {
         *       "id": "01KAQ3Y8M4A1B2C3D4E5F6G7H8",
         *       "messageId": "<01kaq3y8m4t0z5n6r7s8v9w1x2@secure.example.org>",
         *       "subject": "Lunch",
         *       "recipients": [
         *         {
         *           "address": "bob@good.example",
         *           "state": "delivered",
         *           "status": "2.0.0",
         *           "reason": null,
         *           "detail": null
         *         }
         *       ],
         *       "domain": "good.example",
         *       "level": "encrypt",
         *       "state": "delivered",
         *       "createdAt": "2026-11-23T10:00:00Z",
         *       "finishedAt": "2026-11-23T10:00:02Z",
         *       "nextAttemptAt": null,
         *       "attempts": [
         *         {
         *           "at": "2026-11-23T10:00:01Z",
         *           "host": "mx.good.example",
         *           "address": "192.0.2.1",
         *           "outcome": "met",
         *           "reason": null,
         *           "detail": "Delivered over TLSv1.3.",
         *           "smtp": {
         *             "code": 250,
         *             "status": "2.0.0",
         *             "text": "ok"
         *           },
         *           "tls": {
         *             "version": "TLSv1.3",
         *             "cipher": "TLS_AES_256_GCM_SHA384"
         *           }
         *         }
         *       ],
         *       "receipt": {
         *         "at": "2026-11-23T10:00:02Z",
         *         "host": "mx.good.example",
         *         "address": "192.0.2.1",
         *         "level": "encrypt",
         *         "tls": {
         *           "version": "TLSv1.3",
         *           "cipher": "TLS_AES_256_GCM_SHA384"
         *         },
         *         "certificate": {
         *           "sha256": "3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f",
         *           "spkiSha256": "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
         *           "subject": "CN=mx.good.example",
         *           "issuer": "CN=Example CA",
         *           "notAfter": "2027-02-01T00:00:00Z"
         *         },
         *         "dnssec": {
         *           "mx": "insecure",
         *           "address": "insecure",
         *           "tlsa": null
         *         },
         *         "dane": null,
         *         "trust": null,
         *         "sts": null,
         *         "requireTls": false,
         *         "reply": "250 2.0.0 ok"
         *       }
         *     }
         */
        readonly Delivery: {
            readonly attempts: readonly {
                readonly address: string | null;
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00.000Z
                 */
                readonly at: string;
                readonly detail: string;
                readonly host: string | null;
                /** @enum {string} */
                readonly outcome: "met" | "policy" | "temporary" | "refused";
                readonly reason: ("starttls-not-supported" | "validation-failure" | "dane-required" | "dnssec-invalid" | "tlsa-invalid" | "certificate-not-trusted" | "sts-policy-invalid" | "sts-webpki-invalid" | "requiretls" | "no-mail-server" | "recipient-refused" | "needs-8bitmime" | "needs-smtputf8" | "message-too-large" | "unknown-local-recipient" | "retry-lifetime-exceeded" | "home-refused") | null;
                readonly smtp: {
                    readonly code: number;
                    readonly status: string | null;
                    readonly text: string;
                } | null;
                readonly tls: components["schemas"]["TlsSession"] | null;
            }[];
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00.000Z
             */
            readonly createdAt: string;
            readonly domain: string;
            readonly finishedAt: string | null;
            /** @example 01KAQ3Y8M4T0Z5N6R7S8V9W1X2 */
            readonly id: string;
            readonly level: components["schemas"]["Level"];
            /** @description The Message-ID field. */
            readonly messageId: string;
            readonly nextAttemptAt: string | null;
            readonly receipt: components["schemas"]["Receipt"] | null;
            readonly recipients: readonly {
                readonly address: string;
                readonly detail: string | null;
                readonly reason: ("starttls-not-supported" | "validation-failure" | "dane-required" | "dnssec-invalid" | "tlsa-invalid" | "certificate-not-trusted" | "sts-policy-invalid" | "sts-webpki-invalid" | "requiretls" | "no-mail-server" | "recipient-refused" | "needs-8bitmime" | "needs-smtputf8" | "message-too-large" | "unknown-local-recipient" | "retry-lifetime-exceeded" | "home-refused") | null;
                /** @enum {string} */
                readonly state: "queued" | "delivered" | "bounced";
                readonly status: string | null;
            }[];
            /** @enum {string} */
            readonly state: "queued" | "delayed" | "delivered" | "bounced" | "mixed";
            readonly subject: string;
        };
        /**
         * @example {
         *       "status": "ok"
         *     }
         */
        readonly Health: {
            /** @constant */
            readonly status: "ok";
        };
        /**
         * @example {
         *       "identities": [
         *         {
         *           "address": "alice@secure.example.org",
         *           "name": "Alice"
         *         }
         *       ]
         *     }
         */
        readonly Identities: {
            readonly identities: readonly {
                readonly address: string;
                readonly name: string;
            }[];
        };
        /**
         * @description How the next hop must prove itself, from least to most strict.
         * @enum {string}
         */
        readonly Level: "encrypt" | "dane-only" | "verify";
        /**
         * @example {
         *       "id": "01KAQ3Y8M4T0Z5N6R7S8V9W1X2",
         *       "folder": "inbox",
         *       "kind": "mail",
         *       "from": "\"Bob\" <bob@good.example>",
         *       "to": [
         *         "alice@secure.example.org"
         *       ],
         *       "subject": "Lunch",
         *       "receivedAt": "2026-11-23T10:00:00Z",
         *       "size": 2048,
         *       "tls": {
         *         "version": "TLSv1.3",
         *         "cipher": "TLS_AES_256_GCM_SHA384"
         *       },
         *       "deliveryId": null,
         *       "cc": [],
         *       "replyTo": [],
         *       "date": "2026-11-23T09:59:58.000Z",
         *       "messageId": "<1@good.example>",
         *       "inReplyTo": null,
         *       "references": null,
         *       "text": "At noon?\n",
         *       "html": null,
         *       "attachments": []
         *     }
         */
        readonly Message: {
            readonly attachments: readonly {
                readonly content: string;
                readonly contentId: string | null;
                readonly contentType: string;
                readonly disposition: string | null;
                readonly filename: string | null;
                /** @description Octets. */
                readonly size: number;
            }[];
            readonly cc: readonly string[];
            /** @description The Date field, ISO 8601 where it can be read. */
            readonly date: string | null;
            /** @description The delivery that a notice is about. */
            readonly deliveryId: string | null;
            /** @enum {string} */
            readonly folder: "inbox" | "sent";
            readonly from: string;
            /** @description The sender's HTML as it came: show it only in a sandbox. */
            readonly html: string | null;
            /** @example 01KAQ3Y8M4T0Z5N6R7S8V9W1X2 */
            readonly id: string;
            readonly inReplyTo: string | null;
            /** @enum {string} */
            readonly kind: "mail" | "failure-notice" | "delay-notice";
            readonly messageId: string | null;
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00.000Z
             */
            readonly receivedAt: string;
            readonly references: string | null;
            readonly replyTo: readonly string[];
            /** @description Octets. */
            readonly size: number;
            readonly subject: string;
            readonly text: string | null;
            /** @description How it came in; null for what never left the house. */
            readonly tls: components["schemas"]["TlsSession"] | null;
            readonly to: readonly string[];
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "id": "01KAQ3Y8M4T0Z5N6R7S8V9W1X2",
         *           "folder": "inbox",
         *           "kind": "mail",
         *           "from": "\"Bob\" <bob@good.example>",
         *           "to": [
         *             "alice@secure.example.org"
         *           ],
         *           "subject": "Lunch",
         *           "receivedAt": "2026-11-23T10:00:00Z",
         *           "size": 2048,
         *           "tls": {
         *             "version": "TLSv1.3",
         *             "cipher": "TLS_AES_256_GCM_SHA384"
         *           },
         *           "deliveryId": null
         *         }
         *       ],
         *       "next": null
         *     }
         */
        readonly Messages: {
            readonly items: readonly components["schemas"]["MessageSummary"][];
            /** @description Cursor of the next page; null on the last one. */
            readonly next: string | null;
        };
        readonly MessageSummary: {
            /** @description The delivery that a notice is about. */
            readonly deliveryId: string | null;
            /** @enum {string} */
            readonly folder: "inbox" | "sent";
            readonly from: string;
            /** @example 01KAQ3Y8M4T0Z5N6R7S8V9W1X2 */
            readonly id: string;
            /** @enum {string} */
            readonly kind: "mail" | "failure-notice" | "delay-notice";
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00.000Z
             */
            readonly receivedAt: string;
            /** @description Octets. */
            readonly size: number;
            readonly subject: string;
            /** @description How it came in; null for what never left the house. */
            readonly tls: components["schemas"]["TlsSession"] | null;
            readonly to: readonly string[];
        };
        /**
         * @example {
         *       "name": "Thunderbird"
         *     }
         */
        readonly NewAppPassword: {
            /** @description Where it is going to be used. */
            readonly name: string;
        };
        readonly NewCheck: {
            /** @description Whom you would write to. */
            readonly recipient: string;
        };
        readonly NewMessage: {
            /** @default [] */
            readonly attachments: readonly {
                readonly content: string;
                readonly contentType: string;
                readonly filename: string;
            }[];
            /** @default [] */
            readonly bcc: readonly string[];
            /** @default [] */
            readonly cc: readonly string[];
            /** @description Your secure address, or a subaddress of it. */
            readonly from: string;
            readonly html?: string;
            readonly inReplyTo?: string;
            /**
             * @description Asks every mail server on the rest of the way to encrypt, too (REQUIRETLS, RFC 8689). Comes back where the next one does not promise it.
             * @default false
             */
            readonly requireTls: boolean;
            /** @default  */
            readonly subject: string;
            readonly text?: string;
            /** @default [] */
            readonly to: readonly string[];
        };
        readonly NewTrustEntry: {
            /** @description The recipient domain; its subdomains are not covered. */
            readonly domain: string;
            readonly kind: components["schemas"]["TrustKind"];
            /**
             * @description When the entry ends; null for never. Must lie ahead.
             * @default null
             */
            readonly notAfter: string | null;
            /**
             * @description How it was checked, and with whom, for the next operator.
             * @default
             */
            readonly note: string;
            /** @description One CERTIFICATE block, for `public-key` also a PUBLIC KEY block. Either this or `sha256`. */
            readonly pem?: string;
            /** @description 64 hexadecimal digits, with or without colons; for `public-key` over the SubjectPublicKeyInfo. */
            readonly sha256?: string;
        };
        readonly OverrideOutcome: {
            /** @description Null where nobody with this address has signed in. */
            readonly address: string | null;
            readonly changed: readonly {
                readonly domain: string;
                readonly from: components["schemas"]["Level"] | null;
                readonly to: components["schemas"]["Level"];
            }[];
            readonly home: string;
            readonly kept: readonly {
                readonly detail: string;
                readonly domain: string;
                readonly level: components["schemas"]["Level"];
            }[];
            /**
             * @description Only `changed` has changed anything.
             * @enum {string}
             */
            readonly outcome: "changed" | "unchanged" | "unknown" | "too-many-overrides" | "changed-meanwhile";
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "home": "alice@example.org",
         *           "address": "alice@secure.example.org",
         *           "outcome": "changed",
         *           "changed": [
         *             {
         *               "domain": "bank.example",
         *               "from": null,
         *               "to": "verify"
         *             }
         *           ],
         *           "kept": []
         *         }
         *       ],
         *       "next": null
         *     }
         */
        readonly OverrideOutcomes: {
            readonly items: readonly components["schemas"]["OverrideOutcome"][];
            /** @description Cursor of the next page; null on the last one. */
            readonly next: string | null;
        };
        readonly PresentedCertificate: {
            /** @description Whether it may issue certificates: then it can be added as kind `ca`. */
            readonly authority: boolean;
            readonly issuer: string | null;
            /** @description DNS names, as presented. */
            readonly names: readonly string[];
            readonly notAfter: string | null;
            readonly notBefore: string | null;
            readonly pem: string;
            /** @description 64 hexadecimal digits, for an entry of the kind `certificate` or `ca`. */
            readonly sha256: string;
            /** @description The same as OpenSSL and browsers show it. */
            readonly sha256Colons: string;
            /** @description For an entry of the kind `public-key`. */
            readonly spkiSha256: string | null;
            /** @description The same with colons. */
            readonly spkiSha256Colons: string | null;
            readonly subject: string | null;
        };
        readonly PresentedHost: {
            /** @description The address that was asked. */
            readonly address: string | null;
            /** @description As presented: the end certificate first. */
            readonly certificates: readonly components["schemas"]["PresentedCertificate"][];
            /** @description The verdict in a sentence. */
            readonly detail: string | null;
            readonly host: string;
            /** @description Every entry that matches. */
            readonly matches: readonly {
                readonly detail: string;
                /** @example 01KAQ3Y8M4T0Z5N6R7S8V9W1X2 */
                readonly id: string;
                readonly kind: components["schemas"]["TrustKind"];
            }[];
            /** @description Null for a host that was not asked. */
            readonly preference: number | null;
            /** @description Why there is no certificate; null where there is one. */
            readonly problem: string | null;
            readonly tls: components["schemas"]["TlsSession"] | null;
            /** @description What the level `verify` makes of it; null where nothing was presented. */
            readonly verdict: ("matched" | "no-match" | "not-listed") | null;
        };
        /**
         * @example {
         *       "type": "urn:secure-alias:problem:expert-mode-required",
         *       "title": "This setting needs expert mode",
         *       "status": 422,
         *       "detail": "Any level but encrypt needs expert mode.",
         *       "errors": [
         *         {
         *           "in": "body",
         *           "pointer": "/level",
         *           "detail": "Any level but encrypt needs expert mode."
         *         }
         *       ]
         *     }
         */
        readonly Problem: {
            readonly detail: string;
            readonly errors?: readonly {
                readonly detail: string;
                /** @enum {string} */
                readonly in?: "body" | "query" | "header";
                readonly pointer: string;
            }[];
            readonly status: number;
            readonly title: string;
            readonly type: string;
        };
        readonly Receipt: {
            readonly address: string;
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00.000Z
             */
            readonly at: string;
            readonly certificate: {
                readonly issuer: string;
                readonly notAfter: string;
                readonly sha256: string;
                readonly spkiSha256: string;
                readonly subject: string;
            };
            /** @description The DNSSEC-signed TLSA record that the certificate matched. */
            readonly dane: {
                /** @description Where the record is. */
                readonly base: string;
                /** @description Where in the chain it matched; 0 is the server’s own certificate. */
                readonly depth?: number;
                /** @description For DANE-TA: the name of the server that the certificate has. */
                readonly name?: string | null;
                /** @description As a zone file has it. */
                readonly record: string;
                readonly secure: boolean;
                /** @enum {string} */
                readonly usage?: "DANE-EE" | "DANE-TA";
            } | null;
            /** @description What each step of the lookup was worth; null where it was not asked for. */
            readonly dnssec?: {
                readonly address: ("secure" | "insecure" | "bogus") | null;
                readonly mx: ("secure" | "insecure" | "bogus") | null;
                readonly tlsa: ("secure" | "insecure" | "bogus") | null;
            };
            readonly host: string;
            readonly level: components["schemas"]["Level"];
            readonly reply: string;
            /** @description Whether it was sent on with REQUIRETLS. */
            readonly requireTls: boolean;
            /** @description The MTA-STS policy that the host and its certificate satisfied. */
            readonly sts?: {
                readonly id: string;
                /** @constant */
                readonly mode: "enforce";
                readonly mx: string;
            } | null;
            readonly tls: components["schemas"]["TlsSession"];
            /** @description The entry of the trust store that the certificate matched. */
            readonly trust: {
                readonly id: string;
                readonly kind: string;
            } | null;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "at": "2026-11-23T10:00:00Z",
         *           "firstAt": "2026-11-23T10:00:00Z",
         *           "count": 1,
         *           "recipient": "alice@secure.example.org",
         *           "sender": "carol@plain.example",
         *           "client": {
         *             "address": "192.0.2.7",
         *             "helo": "mail.plain.example"
         *           },
         *           "reason": "no-tls"
         *         }
         *       ],
         *       "next": null
         *     }
         */
        readonly Refusals: {
            readonly items: readonly {
                /**
                 * Format: date-time
                 * @description The latest try.
                 * @example 2026-11-23T10:00:00.000Z
                 */
                readonly at: string;
                readonly client: {
                    readonly address: string;
                    readonly helo: string | null;
                };
                readonly count: number;
                /**
                 * Format: date-time
                 * @description The first one within its hour.
                 * @example 2026-11-23T10:00:00.000Z
                 */
                readonly firstAt: string;
                /** @enum {string} */
                readonly reason: "no-tls" | "tls-too-old";
                readonly recipient: string;
                /** @description Empty for the null sender; null where it was not said. */
                readonly sender: string | null;
            }[];
            /** @description Cursor of the next page; null on the last one. */
            readonly next: string | null;
        };
        readonly TlsSession: {
            readonly cipher: string;
            readonly version: string;
        };
        readonly TrustEntries: {
            readonly items: readonly components["schemas"]["TrustEntry"][];
            /** @description Cursor of the next page; null on the last one. */
            readonly next: string | null;
        };
        /**
         * @example {
         *       "id": "6V2K8ZP4N0QWXE1R5T7Y3M9ABC",
         *       "domain": "bank.example",
         *       "kind": "public-key",
         *       "sha256": "c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5",
         *       "pem": null,
         *       "note": "compared by telephone with Ms Roe of bank.example",
         *       "notAfter": null,
         *       "certificateNotAfter": "2027-05-01T00:00:00Z",
         *       "ended": false,
         *       "warnings": [],
         *       "addedBy": "operator@example.org",
         *       "addedAt": "2026-11-23T10:00:00Z",
         *       "changedBy": null,
         *       "changedAt": null,
         *       "etag": "\"1-mibk5ts0\""
         *     }
         */
        readonly TrustEntry: {
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00.000Z
             */
            readonly addedAt: string;
            readonly addedBy: string;
            /** @description End of the certificate that was given. */
            readonly certificateNotAfter: string | null;
            readonly changedAt: string | null;
            readonly changedBy: string | null;
            readonly domain: string;
            /** @description Whether `notAfter` has passed: the entry counts no more. */
            readonly ended: boolean;
            /** @description Entity tag, for If-Match. */
            readonly etag: string;
            /**
             * @description Follows from domain, kind and digest: the same thing always has the same id.
             * @example 01KAQ3Y8M4T0Z5N6R7S8V9W1X2
             */
            readonly id: string;
            readonly kind: components["schemas"]["TrustKind"];
            readonly notAfter: string | null;
            readonly note: string;
            /** @description The authority's certificate; null for other kinds and for a digest. */
            readonly pem: string | null;
            /** @description 64 hexadecimal digits, of the certificate or, for `public-key`, of the key. */
            readonly sha256: string;
            /** @description Sentences about what may surprise; empty for nothing. */
            readonly warnings: readonly string[];
        };
        readonly TrustEntryChange: {
            /** @description When the entry ends; null for never. Must lie ahead. */
            readonly notAfter?: string | null;
            /** @description How it was checked, and with whom, for the next operator. */
            readonly note?: string;
        };
        /**
         * @description `certificate`: the end certificate itself. `public-key`: the key of the end certificate. `ca`: a private authority, to which the chain must verify, in date, naming the MX host or the domain.
         * @enum {string}
         */
        readonly TrustKind: "certificate" | "public-key" | "ca";
        /**
         * @example {
         *       "domain": "bank.example",
         *       "hosts": [
         *         {
         *           "host": "mx.bank.example",
         *           "preference": 10,
         *           "address": "192.0.2.25",
         *           "tls": {
         *             "version": "TLSv1.3",
         *             "cipher": "TLS_AES_256_GCM_SHA384"
         *           },
         *           "problem": null,
         *           "certificates": [
         *             {
         *               "subject": "CN=mx.bank.example",
         *               "issuer": "CN=Bank Mail CA",
         *               "names": [
         *                 "mx.bank.example"
         *               ],
         *               "notBefore": "2026-05-01T00:00:00Z",
         *               "notAfter": "2027-05-01T00:00:00Z",
         *               "authority": false,
         *               "sha256": "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
         *               "sha256Colons": "A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1",
         *               "spkiSha256": "c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5",
         *               "spkiSha256Colons": "C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5",
         *               "pem": "-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n"
         *             }
         *           ],
         *           "verdict": "not-listed",
         *           "detail": "bank.example is not in the trust store",
         *           "matches": []
         *         }
         *       ],
         *       "detail": null,
         *       "entries": []
         *     }
         */
        readonly TrustPreview: {
            /** @description Why there is no host; null where there are some. */
            readonly detail: string | null;
            readonly domain: string;
            /** @description What the trust store has of this domain. */
            readonly entries: readonly components["schemas"]["TrustEntry"][];
            readonly hosts: readonly components["schemas"]["PresentedHost"][];
        };
        readonly TrustPreviewRequest: {
            readonly domain: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly getHealthz: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Success */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getAdminAliases: {
        readonly parameters: {
            readonly query?: {
                readonly cursor?: string;
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Success */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Aliases"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly postAdminAliasesOverrides: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "homes": [
                 *         "alice@example.org"
                 *       ],
                 *       "overrides": [
                 *         {
                 *           "domain": "bank.example",
                 *           "level": "verify"
                 *         }
                 *       ],
                 *       "cursor": null
                 *     }
                 */
                readonly "application/json": components["schemas"]["AliasOverrides"];
            };
        };
        readonly responses: {
            /** @description Success */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "home": "alice@example.org",
                     *           "address": "alice@secure.example.org",
                     *           "outcome": "changed",
                     *           "changed": [
                     *             {
                     *               "domain": "bank.example",
                     *               "from": null,
                     *               "to": "verify"
                     *             }
                     *           ],
                     *           "kept": []
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["OverrideOutcomes"];
                };
            };
            /** @description The body is not JSON (`urn:secure-alias:problem:unparsable-json`) */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large (`urn:secure-alias:problem:too-large`) */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This content type is not understood here (`urn:secure-alias:problem:unsupported-media-type`) */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getAdminTrust: {
        readonly parameters: {
            readonly query?: {
                readonly cursor?: string;
                readonly domain?: string;
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Success */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TrustEntries"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly postAdminTrust: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "domain": "bank.example",
                 *       "kind": "public-key",
                 *       "sha256": "c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5",
                 *       "note": "compared by telephone with Ms Roe of bank.example",
                 *       "notAfter": null
                 *     }
                 */
                readonly "application/json": components["schemas"]["NewTrustEntry"];
            };
        };
        readonly responses: {
            /** @description Success */
            readonly 201: {
                headers: {
                    /** @description Strong entity tag of the entry, for If-Match. */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6V2K8ZP4N0QWXE1R5T7Y3M9ABC",
                     *       "domain": "bank.example",
                     *       "kind": "public-key",
                     *       "sha256": "c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5",
                     *       "pem": null,
                     *       "note": "compared by telephone with Ms Roe of bank.example",
                     *       "notAfter": null,
                     *       "certificateNotAfter": "2027-05-01T00:00:00Z",
                     *       "ended": false,
                     *       "warnings": [],
                     *       "addedBy": "operator@example.org",
                     *       "addedAt": "2026-11-23T10:00:00Z",
                     *       "changedBy": null,
                     *       "changedAt": null,
                     *       "etag": "\"1-mibk5ts0\""
                     *     }
                     */
                    readonly "application/json": components["schemas"]["TrustEntry"];
                };
            };
            /** @description The body is not JSON (`urn:secure-alias:problem:unparsable-json`) */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is in the trust store already (`urn:secure-alias:problem:trust-entry-exists`); There are as many entries as one domain may have (`urn:secure-alias:problem:too-many-trust-entries`) */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large (`urn:secure-alias:problem:too-large`) */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This content type is not understood here (`urn:secure-alias:problem:unsupported-media-type`) */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly deleteAdminTrustId: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Entity tag of the entry that you have seen, or `*`. */
                readonly "If-Match"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing here (`urn:secure-alias:problem:not-found`) */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was being changed by somebody else (`urn:secure-alias:problem:changed-meanwhile`) */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since you read it (`urn:secure-alias:problem:precondition-failed`) */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly patchAdminTrustId: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Entity tag of the entry that you have seen, or `*`. */
                readonly "If-Match"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "notAfter": "2027-01-31T23:59:59Z"
                 *     }
                 */
                readonly "application/json": components["schemas"]["TrustEntryChange"];
            };
        };
        readonly responses: {
            /** @description Success */
            readonly 200: {
                headers: {
                    /** @description Strong entity tag of the entry, for If-Match. */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6V2K8ZP4N0QWXE1R5T7Y3M9ABC",
                     *       "domain": "bank.example",
                     *       "kind": "public-key",
                     *       "sha256": "c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5",
                     *       "pem": null,
                     *       "note": "compared by telephone with Ms Roe of bank.example",
                     *       "notAfter": null,
                     *       "certificateNotAfter": "2027-05-01T00:00:00Z",
                     *       "ended": false,
                     *       "warnings": [],
                     *       "addedBy": "operator@example.org",
                     *       "addedAt": "2026-11-23T10:00:00Z",
                     *       "changedBy": null,
                     *       "changedAt": null,
                     *       "etag": "\"1-mibk5ts0\""
                     *     }
                     */
                    readonly "application/json": components["schemas"]["TrustEntry"];
                };
            };
            /** @description The body is not JSON (`urn:secure-alias:problem:unparsable-json`) */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing here (`urn:secure-alias:problem:not-found`) */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was being changed by somebody else (`urn:secure-alias:problem:changed-meanwhile`) */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since you read it (`urn:secure-alias:problem:precondition-failed`) */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large (`urn:secure-alias:problem:too-large`) */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This content type is not understood here (`urn:secure-alias:problem:unsupported-media-type`) */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly postAdminTrustPreview: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "domain": "bank.example"
                 *     }
                 */
                readonly "application/json": components["schemas"]["TrustPreviewRequest"];
            };
        };
        readonly responses: {
            /** @description Success */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "domain": "bank.example",
                     *       "hosts": [
                     *         {
                     *           "host": "mx.bank.example",
                     *           "preference": 10,
                     *           "address": "192.0.2.25",
                     *           "tls": {
                     *             "version": "TLSv1.3",
                     *             "cipher": "TLS_AES_256_GCM_SHA384"
                     *           },
                     *           "problem": null,
                     *           "certificates": [
                     *             {
                     *               "subject": "CN=mx.bank.example",
                     *               "issuer": "CN=Bank Mail CA",
                     *               "names": [
                     *                 "mx.bank.example"
                     *               ],
                     *               "notBefore": "2026-05-01T00:00:00Z",
                     *               "notAfter": "2027-05-01T00:00:00Z",
                     *               "authority": false,
                     *               "sha256": "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
                     *               "sha256Colons": "A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1",
                     *               "spkiSha256": "c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5",
                     *               "spkiSha256Colons": "C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5:C5",
                     *               "pem": "-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n"
                     *             }
                     *           ],
                     *           "verdict": "not-listed",
                     *           "detail": "bank.example is not in the trust store",
                     *           "matches": []
                     *         }
                     *       ],
                     *       "detail": null,
                     *       "entries": []
                     *     }
                     */
                    readonly "application/json": components["schemas"]["TrustPreview"];
                };
            };
            /** @description The body is not JSON (`urn:secure-alias:problem:unparsable-json`) */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large (`urn:secure-alias:problem:too-large`) */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This content type is not understood here (`urn:secure-alias:problem:unsupported-media-type`) */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getAlias: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Success */
            readonly 200: {
                headers: {
                    /** @description Strong entity tag of the settings, for If-Match. */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "address": "alice@secure.example.org",
                     *       "home": "alice@example.org",
                     *       "enabled": true,
                     *       "expert": false,
                     *       "level": "encrypt",
                     *       "overrides": [
                     *         {
                     *           "domain": "bank.example",
                     *           "level": "verify"
                     *         }
                     *       ],
                     *       "language": "en",
                     *       "updatedAt": "2026-11-23T10:00:00Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Alias"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly putAlias: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Entity tag of the settings that you have seen, or `*`. */
                readonly "If-Match"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "enabled": true,
                 *       "expert": true,
                 *       "level": "dane-only",
                 *       "overrides": []
                 *     }
                 */
                readonly "application/json": components["schemas"]["AliasSettings"];
            };
        };
        readonly responses: {
            /** @description Success */
            readonly 200: {
                headers: {
                    /** @description Strong entity tag of the settings, for If-Match. */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "address": "alice@secure.example.org",
                     *       "home": "alice@example.org",
                     *       "enabled": true,
                     *       "expert": false,
                     *       "level": "encrypt",
                     *       "overrides": [
                     *         {
                     *           "domain": "bank.example",
                     *           "level": "verify"
                     *         }
                     *       ],
                     *       "language": "en",
                     *       "updatedAt": "2026-11-23T10:00:00Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Alias"];
                };
            };
            /** @description The body is not JSON (`urn:secure-alias:problem:unparsable-json`) */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was being changed by somebody else (`urn:secure-alias:problem:changed-meanwhile`) */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since you read it (`urn:secure-alias:problem:precondition-failed`) */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large (`urn:secure-alias:problem:too-large`) */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This content type is not understood here (`urn:secure-alias:problem:unsupported-media-type`) */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`); This setting needs expert mode (`urn:secure-alias:problem:expert-mode-required`) */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getAppPasswords: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Success */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "k7wq2m4x",
                     *           "name": "Thunderbird",
                     *           "createdAt": "2026-11-23T10:00:00Z",
                     *           "lastUsedAt": null
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["AppPasswords"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly postAppPasswords: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "Thunderbird"
                 *     }
                 */
                readonly "application/json": components["schemas"]["NewAppPassword"];
            };
        };
        readonly responses: {
            /** @description Success */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "k7wq2m4x",
                     *       "name": "Thunderbird",
                     *       "createdAt": "2026-11-23T10:00:00Z",
                     *       "password": "k7wq-2m4x-a3bc-d4ef-g5hj-k6mn"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["CreatedAppPassword"];
                };
            };
            /** @description The body is not JSON (`urn:secure-alias:problem:unparsable-json`) */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There are as many app passwords as one user may have (`urn:secure-alias:problem:too-many-app-passwords`) */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large (`urn:secure-alias:problem:too-large`) */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This content type is not understood here (`urn:secure-alias:problem:unsupported-media-type`) */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly deleteAppPasswordsId: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing here (`urn:secure-alias:problem:not-found`) */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly postChecks: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "recipient": "bob@bank.example"
                 *     }
                 */
                readonly "application/json": components["schemas"]["NewCheck"];
            };
        };
        readonly responses: {
            /** @description Success */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "domain": "bank.example",
                     *       "levels": {
                     *         "encrypt": {
                     *           "verdict": "met",
                     *           "reason": null,
                     *           "detail": "mx.bank.example: TLSv1.3, TLS_AES_256_GCM_SHA384"
                     *         },
                     *         "dane-only": {
                     *           "verdict": "met",
                     *           "reason": null,
                     *           "detail": "mx.bank.example: TLSv1.3, TLS_AES_256_GCM_SHA384"
                     *         },
                     *         "verify": {
                     *           "verdict": "policy",
                     *           "reason": "certificate-not-trusted",
                     *           "detail": "bank.example is not among the providers in the trust store"
                     *         }
                     *       },
                     *       "hosts": [
                     *         {
                     *           "host": "mx.bank.example",
                     *           "preference": 10,
                     *           "addresses": [
                     *             "192.0.2.1"
                     *           ],
                     *           "dnssec": {
                     *             "mx": "secure",
                     *             "address": "secure",
                     *             "tlsa": "secure"
                     *           },
                     *           "starttls": true,
                     *           "tls": {
                     *             "version": "TLSv1.3",
                     *             "cipher": "TLS_AES_256_GCM_SHA384"
                     *           },
                     *           "certificate": {
                     *             "sha256": "3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f",
                     *             "spkiSha256": "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
                     *             "subject": "CN=mx.bank.example",
                     *             "issuer": "CN=Example CA",
                     *             "notAfter": "2027-02-01T00:00:00Z"
                     *           },
                     *           "tlsa": [
                     *             "3 1 1 a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1"
                     *           ],
                     *           "dane": {
                     *             "base": "_25._tcp.mx.bank.example",
                     *             "record": "3 1 1 a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
                     *             "secure": true,
                     *             "usage": "DANE-EE",
                     *             "depth": 0,
                     *             "name": null
                     *           },
                     *           "trust": null,
                     *           "sts": null,
                     *           "requireTls": false,
                     *           "detail": null
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Check"];
                };
            };
            /** @description The body is not JSON (`urn:secure-alias:problem:unparsable-json`) */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large (`urn:secure-alias:problem:too-large`) */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This content type is not understood here (`urn:secure-alias:problem:unsupported-media-type`) */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This was asked too often in a short time (`urn:secure-alias:problem:too-many-requests`) */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getDeliveries: {
        readonly parameters: {
            readonly query?: {
                readonly cursor?: string;
                readonly limit?: number;
                readonly state?: "queued" | "delayed" | "delivered" | "bounced" | "mixed";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Success */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Deliveries"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getDeliveriesId: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Success */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01KAQ3Y8M4A1B2C3D4E5F6G7H8",
                     *       "messageId": "<01kaq3y8m4t0z5n6r7s8v9w1x2@secure.example.org>",
                     *       "subject": "Lunch",
                     *       "recipients": [
                     *         {
                     *           "address": "bob@good.example",
                     *           "state": "delivered",
                     *           "status": "2.0.0",
                     *           "reason": null,
                     *           "detail": null
                     *         }
                     *       ],
                     *       "domain": "good.example",
                     *       "level": "encrypt",
                     *       "state": "delivered",
                     *       "createdAt": "2026-11-23T10:00:00Z",
                     *       "finishedAt": "2026-11-23T10:00:02Z",
                     *       "nextAttemptAt": null,
                     *       "attempts": [
                     *         {
                     *           "at": "2026-11-23T10:00:01Z",
                     *           "host": "mx.good.example",
                     *           "address": "192.0.2.1",
                     *           "outcome": "met",
                     *           "reason": null,
                     *           "detail": "Delivered over TLSv1.3.",
                     *           "smtp": {
                     *             "code": 250,
                     *             "status": "2.0.0",
                     *             "text": "ok"
                     *           },
                     *           "tls": {
                     *             "version": "TLSv1.3",
                     *             "cipher": "TLS_AES_256_GCM_SHA384"
                     *           }
                     *         }
                     *       ],
                     *       "receipt": {
                     *         "at": "2026-11-23T10:00:02Z",
                     *         "host": "mx.good.example",
                     *         "address": "192.0.2.1",
                     *         "level": "encrypt",
                     *         "tls": {
                     *           "version": "TLSv1.3",
                     *           "cipher": "TLS_AES_256_GCM_SHA384"
                     *         },
                     *         "certificate": {
                     *           "sha256": "3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f",
                     *           "spkiSha256": "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
                     *           "subject": "CN=mx.good.example",
                     *           "issuer": "CN=Example CA",
                     *           "notAfter": "2027-02-01T00:00:00Z"
                     *         },
                     *         "dnssec": {
                     *           "mx": "insecure",
                     *           "address": "insecure",
                     *           "tlsa": null
                     *         },
                     *         "dane": null,
                     *         "trust": null,
                     *         "sts": null,
                     *         "requireTls": false,
                     *         "reply": "250 2.0.0 ok"
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Delivery"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing here (`urn:secure-alias:problem:not-found`) */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getIdentities: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Success */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "identities": [
                     *         {
                     *           "address": "alice@secure.example.org",
                     *           "name": "Alice"
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Identities"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getMessages: {
        readonly parameters: {
            readonly query?: {
                readonly cursor?: string;
                readonly folder?: "inbox" | "sent";
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Success */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "01KAQ3Y8M4T0Z5N6R7S8V9W1X2",
                     *           "folder": "inbox",
                     *           "kind": "mail",
                     *           "from": "\"Bob\" <bob@good.example>",
                     *           "to": [
                     *             "alice@secure.example.org"
                     *           ],
                     *           "subject": "Lunch",
                     *           "receivedAt": "2026-11-23T10:00:00Z",
                     *           "size": 2048,
                     *           "tls": {
                     *             "version": "TLSv1.3",
                     *             "cipher": "TLS_AES_256_GCM_SHA384"
                     *           },
                     *           "deliveryId": null
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Messages"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly postMessages: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Makes a repetition harmless for 24 hours: 1 to 255 printable characters of your choice. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "from": "alice@secure.example.org",
                 *       "to": [
                 *         "bob@good.example"
                 *       ],
                 *       "cc": [],
                 *       "bcc": [],
                 *       "subject": "Lunch",
                 *       "text": "At noon?",
                 *       "html": "<p>At noon?</p>",
                 *       "attachments": [
                 *         {
                 *           "filename": "a.pdf",
                 *           "contentType": "application/pdf",
                 *           "content": "JVBERi0xLjcK"
                 *         }
                 *       ],
                 *       "inReplyTo": "<1@good.example>"
                 *     }
                 */
                readonly "application/json": components["schemas"]["NewMessage"];
                readonly "message/rfc822": string;
            };
        };
        readonly responses: {
            /** @description Success */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01KAQ3Y8M4T0Z5N6R7S8V9W1X2",
                     *       "messageId": "<01kaq3y8m4t0z5n6r7s8v9w1x2@secure.example.org>",
                     *       "deliveries": [
                     *         {
                     *           "id": "01KAQ3Y8M4A1B2C3D4E5F6G7H8",
                     *           "domain": "good.example",
                     *           "recipients": [
                     *             "bob@good.example"
                     *           ],
                     *           "level": "encrypt"
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["AcceptedMessage"];
                };
            };
            /** @description The body is not JSON (`urn:secure-alias:problem:unparsable-json`) */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large (`urn:secure-alias:problem:too-large`) */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This content type is not understood here (`urn:secure-alias:problem:unsupported-media-type`) */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`); Your secure address is switched off (`urn:secure-alias:problem:alias-disabled`); This key belongs to another request (`urn:secure-alias:problem:idempotency-key-reused`) */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The message could not be taken over right now (`urn:secure-alias:problem:try-again-later`) */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getMessagesId: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Success */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01KAQ3Y8M4T0Z5N6R7S8V9W1X2",
                     *       "folder": "inbox",
                     *       "kind": "mail",
                     *       "from": "\"Bob\" <bob@good.example>",
                     *       "to": [
                     *         "alice@secure.example.org"
                     *       ],
                     *       "subject": "Lunch",
                     *       "receivedAt": "2026-11-23T10:00:00Z",
                     *       "size": 2048,
                     *       "tls": {
                     *         "version": "TLSv1.3",
                     *         "cipher": "TLS_AES_256_GCM_SHA384"
                     *       },
                     *       "deliveryId": null,
                     *       "cc": [],
                     *       "replyTo": [],
                     *       "date": "2026-11-23T09:59:58.000Z",
                     *       "messageId": "<1@good.example>",
                     *       "inReplyTo": null,
                     *       "references": null,
                     *       "text": "At noon?\n",
                     *       "html": null,
                     *       "attachments": []
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Message"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing here (`urn:secure-alias:problem:not-found`) */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly deleteMessagesId: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing here (`urn:secure-alias:problem:not-found`) */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getMessagesIdRaw: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Success */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "message/rfc822": unknown;
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing here (`urn:secure-alias:problem:not-found`) */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getOpenapiJson: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Success */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": unknown;
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getRefusals: {
        readonly parameters: {
            readonly query?: {
                readonly cursor?: string;
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Success */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "at": "2026-11-23T10:00:00Z",
                     *           "firstAt": "2026-11-23T10:00:00Z",
                     *           "count": 1,
                     *           "recipient": "alice@secure.example.org",
                     *           "sender": "carol@plain.example",
                     *           "client": {
                     *             "address": "192.0.2.7",
                     *             "helo": "mail.plain.example"
                     *           },
                     *           "reason": "no-tls"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Refusals"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getWhyRefused: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Which of English and German comes first. */
                readonly "Accept-Language"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Success */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": unknown;
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
