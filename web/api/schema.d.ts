/** Made by `npm run web:client` of the OpenAPI document; not to be edited. */
export interface paths {
    "/.well-known/autoconfig/mail/config-v1.1.xml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * For Thunderbird and others: how to set up an address of ours (config-v1.1.xml)
         * @description The same for every address of a domain, whether it exists or not.
         */
        get: operations["getWellKnownAutoconfigMailConfigV11Xml"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/autodiscover/autodiscover.xml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * For Outlook: how to set up an address of ours (autodiscover, POX)
         * @description Takes Outlook’s XML. Answers alike for every address of a domain, whether it exists or not.
         */
        post: operations["postAutodiscoverAutodiscoverXml"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the API answers */
        get: operations["getHealthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mail/config-v1.1.xml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * For Thunderbird and others: how to set up an address of ours (config-v1.1.xml)
         * @description The same for every address of a domain, whether it exists or not.
         */
        get: operations["getMailConfigV11Xml"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What operators did, newest first
         * @description Kept for 400 days. With `domain`, a page may be short although `next` leads on.
         */
        get: operations["getAdminActions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/aliases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every user and their secure address, in no particular order */
        get: operations["getAdminAliases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/aliases/overrides": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set levels for single domains in the settings of users
         * @description Merges the levels into the settings of the owners named, or of every alias (then `next` leads to the next 100), and switches expert mode on where it sets one. Never weakens what an owner has set.
         */
        post: operations["postAdminAliasesOverrides"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the house is: the figures of the last 24 hours, and the queues as they are
         * @description Measured at most once a minute.
         */
        get: operations["getAdminHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/trust": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The trust store, all of it or of one domain, in no particular order */
        get: operations["getAdminTrust"];
        put?: never;
        /**
         * Trust a certificate, a public key or a private authority of another provider
         * @description Check it first on a way that does not lead over the mail server, by telephone for example. A domain may have several entries, for a rotation: one match suffices. An entry may end after its certificate does; `warnings` then says so.
         */
        post: operations["postAdminTrust"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/trust/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Trust it no more; mail under `verify` that rested on it comes back from now on */
        delete: operations["deleteAdminTrustId"];
        options?: never;
        head?: never;
        /** Change the note or the end of an entry; what is absent stays */
        patch: operations["patchAdminTrustId"];
        trace?: never;
    };
    "/v1/admin/trust/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a domain's mail servers present now
         * @description Looks, and sends no mail. What is seen here may come from somebody in between: compare it out of band before you add it.
         */
        post: operations["postAdminTrustPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alias": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your secure address and its settings */
        get: operations["getAlias"];
        /**
         * Change the settings of your secure address
         * @description Replaces all settings; what is absent takes its default, but for `language`, which stays. Any level but `encrypt` and any override needs `"expert": true`.
         */
        put: operations["putAlias"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/app-passwords": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your app passwords */
        get: operations["getAppPasswords"];
        put?: never;
        /** Make a password for one mail program */
        post: operations["postAppPasswords"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/app-passwords/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End an app password; the mail program that uses it can no longer send */
        delete: operations["deleteAppPasswordsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What each level would say about a recipient, without sending mail
         * @description Looks the recipient’s mail servers up and connects to them, as a delivery would, and shows what it saw. At most 60 in a minute.
         */
        post: operations["postChecks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Your deliveries, newest first
         * @description Each with its last 5 attempts; a single delivery has all that are kept. A page may have fewer items than `limit`, even none: only `"next": null` says that it is the last one. `messageId` is the `id` that `POST /v1/messages` gave, which is that of the copy in the folder `sent`, too.
         */
        get: operations["getDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One delivery: its attempts, and the receipt
         * @description The last 30 attempts are kept, or all of the last try. Texts of other servers are shortened, those of earlier attempts first.
         */
        get: operations["getDeliveriesId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deliveries/{id}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of a message, as a signed document
         * @description For finished deliveries, delivered or not. `application/json` has the JWS and what is in it, `application/jose` the JWS alone, `text/html` a document for people with the JWS in it. Anybody can verify it with the keys at `/v1/evidence-keys`. `subject=omit` leaves the subject out, for passing it on.
         */
        get: operations["getDeliveriesIdEvidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deliveries/{id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message again to those for whom it came back
         * @description The same message with the same Message-ID, as it lies in the folder `sent`, to the recipients of this delivery that it did not reach, under your present settings. It becomes a message of its own, with an own `id`, deliveries and copy in `sent`.
         */
        post: operations["postDeliveriesIdResend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/evidence-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The public keys that evidence is verified with (JWK Set, RFC 7517)
         * @description The first one signs now; the others have signed earlier evidence, which they still verify.
         */
        get: operations["getEvidenceKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/identities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The addresses you can send from; none while your secure address is switched off */
        get: operations["getIdentities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mail-program.mobileconfig": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * For Apple’s Mail: a configuration profile
         * @description Not signed, and without passwords: the device says the one and asks for the other.
         */
        get: operations["getMailProgramMobileconfig"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mail-programs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What to enter into a mail program */
        get: operations["getMailPrograms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who you are here */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A folder of your mailbox, newest first
         * @description With `search`, one request looks at so many messages and no more: a page may have fewer items than `limit`, even none, and only `"next": null` says that it is the last one.
         */
        get: operations["getMessages"];
        put?: never;
        /**
         * Send a message
         * @description Takes JSON, or a whole message as `message/rfc822` (recipients from To, Cc and Bcc; Bcc is removed; `Secure-Alias-Level` asks for more than the settings and is removed). A recipient is a plain address or `"Name" <address>`; at most 100 in all. Attachments come in the request or, larger ones, through `POST /v1/uploads`. After 202 each delivery ends delivered or bounced.
         */
        post: operations["postMessages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One message, parsed
         * @description An attachment carries its `content` as base64 while all of them together are small, else null; with `attachments=listed` it is always null. `GET /v1/messages/{id}/attachments/{index}` has the octets.
         */
        get: operations["getMessagesId"];
        put?: never;
        post?: never;
        /** Remove a message for good */
        delete: operations["deleteMessagesId"];
        options?: never;
        head?: never;
        /** Mark a message as read or unread */
        patch: operations["patchMessagesId"];
        trace?: never;
    };
    "/v1/messages/{id}/attachments/{index}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The octets of one attachment, for saving
         * @description `index` is its place in the list of the parsed message, from 0. The type is always `application/octet-stream`. One of more than 4194304 octets is at the address in `Location`, for 300 seconds.
         */
        get: operations["getMessagesIdAttachmentsIndex"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/{id}/raw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One message, octet for octet
         * @description A message of more than 4194304 octets is at the address in `Location`, for 300 seconds.
         */
        get: operations["getMessagesIdRaw"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getOpenapiJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/refusals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Attempts to reach you that were refused, newest first
         * @description Repeated tries of one server within an hour are one item with a count. Kept for 90 days.
         */
        get: operations["getRefusals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/suggestions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Other levels that the last ninety days of your deliveries speak for
         * @description From the last 500 deliveries at most. A weaker level is never suggested for a domain whose server showed an unexpected certificate or whose records did not verify.
         */
        get: operations["getSuggestions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a place to put a file that is going to be attached
         * @description For files that would make `POST /v1/messages` too large. Send the octets with the method and the header fields of the answer to its `url`, without an access token; then name the `id` in `attachments`.
         */
        post: operations["postUploads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Give up a file that no message has taken */
        delete: operations["deleteUploadsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/why-refused": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** For senders: why an unencrypted message was refused */
        get: operations["getWhyRefused"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
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
        AcceptedMessage: {
            deliveries: {
                domain: string;
                /** @example 01KAQ3Y8M4T0Z5N6R7S8V9W1X2 */
                id: string;
                level: components["schemas"]["Level"];
                recipients: string[];
            }[];
            /** @example 01KAQ3Y8M4T0Z5N6R7S8V9W1X2 */
            id: string;
            /** @description The Message-ID field. */
            messageId: string;
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
        Alias: {
            address: string;
            enabled: boolean;
            expert: boolean;
            home: string;
            /** @enum {string} */
            language: "en" | "de";
            level: components["schemas"]["Level"];
            overrides: {
                domain: string;
                level: components["schemas"]["Level"];
            }[];
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00.000Z
             */
            updatedAt: string;
        };
        Aliases: {
            items: {
                address: string;
                enabled: boolean;
                expert: boolean;
                home: string;
                /** @enum {string} */
                language: "en" | "de";
                level: components["schemas"]["Level"];
                name: string;
                overrides: {
                    domain: string;
                    level: components["schemas"]["Level"];
                }[];
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00.000Z
                 */
                updatedAt: string;
            }[];
            /** @description Cursor of the next page; null on the last one. */
            next: string | null;
        };
        AliasOverrides: {
            /**
             * @description With `"homes": null`: the "next" of the answer before.
             * @default null
             */
            cursor: string | null;
            /** @description Home addresses of the owners, or their aliases; null for every alias, a page at a time. */
            homes: string[] | null;
            overrides: {
                domain: string;
                level: components["schemas"]["Level"];
            }[];
        };
        AliasSettings: {
            /** @description Whether the secure address takes and sends mail. */
            enabled: boolean;
            /**
             * @description Needed for any level but encrypt and for overrides.
             * @default false
             */
            expert: boolean;
            /**
             * @description Language of notices; stays as it is where absent.
             * @enum {string}
             */
            language?: "en" | "de";
            /** @default encrypt */
            level: components["schemas"]["Level"];
            /**
             * @description Levels for single recipient domains; subdomains are not covered.
             * @default []
             */
            overrides: {
                domain: string;
                level: components["schemas"]["Level"];
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
        AppPasswords: {
            items: {
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00.000Z
                 */
                createdAt: string;
                id: string;
                lastUsedAt: string | null;
                name: string;
            }[];
        };
        /**
         * @example {
         *       "domain": "bank.example",
         *       "levels": {
         *         "encrypt": {
         *           "verdict": "met",
         *           "reason": null,
         *           "status": null,
         *           "detail": "mx.bank.example: TLSv1.3, TLS_AES_256_GCM_SHA384"
         *         },
         *         "dane-only": {
         *           "verdict": "met",
         *           "reason": null,
         *           "status": null,
         *           "detail": "mx.bank.example: TLSv1.3, TLS_AES_256_GCM_SHA384"
         *         },
         *         "verify": {
         *           "verdict": "policy",
         *           "reason": "certificate-not-trusted",
         *           "status": "5.7.4",
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
        Check: {
            domain: string;
            hosts: {
                addresses: string[];
                certificate: {
                    issuer: string;
                    notAfter: string;
                    sha256: string;
                    spkiSha256: string;
                    subject: string;
                } | null;
                /** @description The record that the certificate matched. */
                dane?: {
                    /** @description Where the record is. */
                    base: string;
                    /** @description Where in the chain it matched; 0 is the server’s own certificate. */
                    depth?: number;
                    /** @description For DANE-TA: the name of the server that the certificate has. */
                    name?: string | null;
                    /** @description As a zone file has it. */
                    record: string;
                    secure: boolean;
                    /** @enum {string} */
                    usage?: "DANE-EE" | "DANE-TA";
                } | null;
                /** @description What stood in the way, in one sentence. */
                detail?: string | null;
                dnssec: {
                    /** @description Null where no answer came, or none was asked for. */
                    address: ("secure" | "insecure" | "bogus") | null;
                    /** @description Null where no answer came, or none was asked for. */
                    mx: ("secure" | "insecure" | "bogus") | null;
                    /** @description Null where no answer came, or none was asked for. */
                    tlsa: ("secure" | "insecure" | "bogus") | null;
                };
                host: string;
                /** @description Null for a host that was not asked. */
                preference: number | null;
                requireTls: boolean;
                /** @description Null where the host did not come as far as to say. */
                starttls: boolean | null;
                /** @description What an MTA-STS policy in mode enforce says of this host; null where there is none. */
                sts?: {
                    detail: string;
                    satisfied: boolean;
                } | null;
                tls: components["schemas"]["TlsSession"] | null;
                /** @description The DNSSEC-signed records that decide, as a zone file has them. */
                tlsa: string[];
                trust?: {
                    id: string;
                    kind: string;
                } | null;
            }[];
            levels: {
                "dane-only": {
                    /** @description One sentence. */
                    detail: string;
                    reason: ("starttls-not-supported" | "validation-failure" | "dane-required" | "dnssec-invalid" | "tlsa-invalid" | "certificate-not-trusted" | "sts-policy-invalid" | "sts-webpki-invalid" | "requiretls" | "no-mail-server" | "recipient-refused" | "needs-8bitmime" | "needs-smtputf8" | "message-too-large" | "unknown-local-recipient" | "retry-lifetime-exceeded" | "home-refused") | null;
                    /** @description The enhanced status (RFC 3463) that a delivery would record; null where it would go. */
                    status?: string | null;
                    /**
                     * @description It would go; it would come back; or it cannot be told now, and would be tried again.
                     * @enum {string}
                     */
                    verdict: "met" | "policy" | "temporary";
                };
                encrypt: {
                    /** @description One sentence. */
                    detail: string;
                    reason: ("starttls-not-supported" | "validation-failure" | "dane-required" | "dnssec-invalid" | "tlsa-invalid" | "certificate-not-trusted" | "sts-policy-invalid" | "sts-webpki-invalid" | "requiretls" | "no-mail-server" | "recipient-refused" | "needs-8bitmime" | "needs-smtputf8" | "message-too-large" | "unknown-local-recipient" | "retry-lifetime-exceeded" | "home-refused") | null;
                    /** @description The enhanced status (RFC 3463) that a delivery would record; null where it would go. */
                    status?: string | null;
                    /**
                     * @description It would go; it would come back; or it cannot be told now, and would be tried again.
                     * @enum {string}
                     */
                    verdict: "met" | "policy" | "temporary";
                };
                verify: {
                    /** @description One sentence. */
                    detail: string;
                    reason: ("starttls-not-supported" | "validation-failure" | "dane-required" | "dnssec-invalid" | "tlsa-invalid" | "certificate-not-trusted" | "sts-policy-invalid" | "sts-webpki-invalid" | "requiretls" | "no-mail-server" | "recipient-refused" | "needs-8bitmime" | "needs-smtputf8" | "message-too-large" | "unknown-local-recipient" | "retry-lifetime-exceeded" | "home-refused") | null;
                    /** @description The enhanced status (RFC 3463) that a delivery would record; null where it would go. */
                    status?: string | null;
                    /**
                     * @description It would go; it would come back; or it cannot be told now, and would be tried again.
                     * @enum {string}
                     */
                    verdict: "met" | "policy" | "temporary";
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
        CreatedAppPassword: {
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00.000Z
             */
            createdAt: string;
            id: string;
            name: string;
            /** @description Shown this once. */
            password: string;
        };
        Deliveries: {
            items: components["schemas"]["Delivery"][];
            /** @description Cursor of the next page; null on the last one. */
            next: string | null;
        };
        /**
         * @example {
         *       "id": "01KAQ3Y8M4A1B2C3D4E5F6G7H8",
         *       "sentId": "01KAQ3Y8M4T0Z5N6R7S8V9W1X2",
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
         *       "phase": "finished",
         *       "noticeId": null,
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
        Delivery: {
            attempts: {
                address: string | null;
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00.000Z
                 */
                at: string;
                detail: string;
                host: string | null;
                /** @enum {string} */
                outcome: "met" | "policy" | "temporary" | "refused";
                reason: ("starttls-not-supported" | "validation-failure" | "dane-required" | "dnssec-invalid" | "tlsa-invalid" | "certificate-not-trusted" | "sts-policy-invalid" | "sts-webpki-invalid" | "requiretls" | "no-mail-server" | "recipient-refused" | "needs-8bitmime" | "needs-smtputf8" | "message-too-large" | "unknown-local-recipient" | "retry-lifetime-exceeded" | "home-refused") | null;
                smtp: {
                    code: number;
                    status: string | null;
                    text: string;
                } | null;
                tls: components["schemas"]["TlsSession"] | null;
            }[];
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00.000Z
             */
            createdAt: string;
            domain: string;
            finishedAt: string | null;
            /** @example 01KAQ3Y8M4T0Z5N6R7S8V9W1X2 */
            id: string;
            level: components["schemas"]["Level"];
            /** @description The Message-ID field. */
            messageId: string;
            nextAttemptAt: string | null;
            /** @description The latest notice about it, under which it is in the inbox; null where there is none. */
            noticeId: string | null;
            /**
             * @description What is going on now: connecting while a server is being looked for and spoken with.
             * @enum {string}
             */
            phase: "queued" | "connecting" | "waiting" | "finished";
            receipt: components["schemas"]["Receipt"] | null;
            recipients: {
                address: string;
                detail: string | null;
                reason: ("starttls-not-supported" | "validation-failure" | "dane-required" | "dnssec-invalid" | "tlsa-invalid" | "certificate-not-trusted" | "sts-policy-invalid" | "sts-webpki-invalid" | "requiretls" | "no-mail-server" | "recipient-refused" | "needs-8bitmime" | "needs-smtputf8" | "message-too-large" | "unknown-local-recipient" | "retry-lifetime-exceeded" | "home-refused") | null;
                /** @enum {string} */
                state: "queued" | "delivered" | "bounced";
                status: string | null;
            }[];
            /**
             * @description The message that it belongs to: the copy in the folder sent has this id.
             * @example 01KAQ3Y8M4T0Z5N6R7S8V9W1X2
             */
            sentId: string;
            /** @enum {string} */
            state: "queued" | "delayed" | "delivered" | "bounced" | "mixed";
            subject: string;
        };
        Evidence: {
            claims: components["schemas"]["EvidenceClaims"];
            /** @description The signed document: a JWS in compact form (RFC 7515). */
            jws: string;
            /** @description Where the public keys are. */
            keys: string;
        };
        EvidenceClaims: {
            attempts: {
                address: string | null;
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00.000Z
                 */
                at: string;
                detail: string;
                host: string | null;
                /** @enum {string} */
                outcome: "met" | "policy" | "temporary" | "refused";
                reason: ("starttls-not-supported" | "validation-failure" | "dane-required" | "dnssec-invalid" | "tlsa-invalid" | "certificate-not-trusted" | "sts-policy-invalid" | "sts-webpki-invalid" | "requiretls" | "no-mail-server" | "recipient-refused" | "needs-8bitmime" | "needs-smtputf8" | "message-too-large" | "unknown-local-recipient" | "retry-lifetime-exceeded" | "home-refused") | null;
                reply: string | null;
                tls: components["schemas"]["TlsSession"] | null;
            }[];
            domain: string;
            /** @description As in ETSI EN 319 522-2; null where recipients differ. */
            event: ("RelayAcceptance" | "RelayRejection" | "RelayFailure" | "ContentConsignment" | "ContentConsignmentFailure") | null;
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00.000Z
             */
            eventTime: string;
            /** @description When it was signed, in seconds. */
            iat: number;
            /** @description Evidence issuer: the public URL of this system. */
            iss: string;
            /** @description Evidence identifier: that of the delivery. */
            jti: string;
            /** @enum {string} */
            level: "encrypt" | "dane-only" | "verify";
            /** @enum {string} */
            levelSource: "default" | "override" | "message";
            message: {
                messageId: string;
                subject: string | null;
            };
            nothingLeft: boolean;
            recipients: {
                address: string;
                detail: string | null;
                /** @enum {string} */
                event: "RelayAcceptance" | "RelayRejection" | "RelayFailure" | "ContentConsignment" | "ContentConsignmentFailure";
                reason: ("starttls-not-supported" | "validation-failure" | "dane-required" | "dnssec-invalid" | "tlsa-invalid" | "certificate-not-trusted" | "sts-policy-invalid" | "sts-webpki-invalid" | "requiretls" | "no-mail-server" | "recipient-refused" | "needs-8bitmime" | "needs-smtputf8" | "message-too-large" | "unknown-local-recipient" | "retry-lifetime-exceeded" | "home-refused") | null;
                /** @description Which of `relays` took it for them. */
                relay: number | null;
                status: string | null;
            }[];
            relays: {
                /** @description SHA-256 in hex; null where it is not known. */
                acceptedSha256: string | null;
                address: string;
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00.000Z
                 */
                at: string;
                certificate: {
                    issuer: string;
                    notAfter: string;
                    sha256: string;
                    spkiSha256: string;
                    subject: string;
                };
                dane: {
                    /** @description Where the record is. */
                    base: string;
                    /** @description Where in the chain it matched; 0 is the server’s own certificate. */
                    depth?: number;
                    /** @description For DANE-TA: the name of the server that the certificate has. */
                    name?: string | null;
                    /** @description As a zone file has it. */
                    record: string;
                    secure: boolean;
                    /** @enum {string} */
                    usage?: "DANE-EE" | "DANE-TA";
                } | null;
                dnssec: {
                    address: ("secure" | "insecure" | "bogus") | null;
                    mx: ("secure" | "insecure" | "bogus") | null;
                    tlsa: ("secure" | "insecure" | "bogus") | null;
                };
                host: string;
                /** @description SHA-256 in hex; null where it is not known. */
                messageSha256: string | null;
                reply: string;
                requireTls: boolean;
                sts: {
                    id: string;
                    /** @constant */
                    mode: "enforce";
                    mx: string;
                } | null;
                tls: components["schemas"]["TlsSession"];
                trust: {
                    id: string;
                    kind: string;
                } | null;
            }[];
            sender: string;
            /** @description What the evidence is, and what it is not. */
            statement: string;
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00.000Z
             */
            submittedAt: string;
            /** @constant */
            version: 1;
        };
        EvidenceKeys: {
            keys: {
                /** @constant */
                alg: "ES256";
                /** @constant */
                crv: "P-256";
                /** @description JWK thumbprint (RFC 7638). */
                kid: string;
                /** @constant */
                kty: "EC";
                /** @constant */
                use: "sig";
                x: string;
                y: string;
            }[];
        };
        /**
         * @example {
         *       "status": "ok"
         *     }
         */
        Health: {
            /** @constant */
            status: "ok";
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
        Identities: {
            identities: {
                address: string;
                name: string;
            }[];
        };
        /**
         * @description How the next hop must prove itself, from least to most strict.
         * @enum {string}
         */
        Level: "encrypt" | "dane-only" | "verify";
        /**
         * @example {
         *       "submission": {
         *         "host": "mx.secure.example.org",
         *         "servers": [
         *           {
         *             "port": 465,
         *             "security": "tls"
         *           },
         *           {
         *             "port": 587,
         *             "security": "starttls"
         *           }
         *         ],
         *         "users": [
         *           "alice@secure.example.org",
         *           "alice@example.org"
         *         ]
         *       },
         *       "incoming": null,
         *       "reading": "pages",
         *       "helps": {
         *         "thunderbird": null,
         *         "outlook": null,
         *         "apple": null
         *       }
         *     }
         */
        MailProgramSettings: {
            /** @description Paths of the files that set a program up by themselves; null where there is none. */
            helps: {
                apple: string | null;
                outlook: string | null;
                thunderbird: string | null;
            };
            /** @description The server of the home, which is not this system’s; null where it is not configured. */
            incoming: {
                host: string;
                port: number;
                /** @enum {string} */
                protocol: "imap";
                /**
                 * @description `tls`: from the start, often called SSL/TLS; `starttls`: on the same port after a word.
                 * @enum {string}
                 */
                security: "tls" | "starttls";
                user: string;
            } | null;
            /**
             * @description Where mail to the secure address is read.
             * @enum {string}
             */
            reading: "pages" | "home-server" | "outside-provider";
            submission: {
                host: string;
                /** @description The better one first. */
                servers: {
                    port: number;
                    /**
                     * @description `tls`: from the start, often called SSL/TLS; `starttls`: on the same port after a word.
                     * @enum {string}
                     */
                    security: "tls" | "starttls";
                }[];
                /** @description User names that work; the password is an app password. */
                users: string[];
            };
        };
        /**
         * @example {
         *       "home": "alice@example.org",
         *       "name": "Alice",
         *       "operator": false,
         *       "language": "en"
         *     }
         */
        Me: {
            home: string;
            /** @enum {string} */
            language: "en" | "de";
            name: string;
            /** @description Whether `/v1/admin` is open to them. */
            operator: boolean;
        };
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
         *       "unread": true,
         *       "cc": [],
         *       "replyTo": [],
         *       "date": "2026-11-23T09:59:58.000Z",
         *       "messageId": "<1@good.example>",
         *       "inReplyTo": null,
         *       "references": null,
         *       "text": "At noon?\n",
         *       "html": null,
         *       "shortened": false,
         *       "attachments": []
         *     }
         */
        Message: {
            attachments: {
                /** @description Null where it is not in this answer. */
                content: string | null;
                contentId: string | null;
                contentType: string;
                disposition: string | null;
                /** @description Cleaned: one name without a path or invisible characters. */
                filename: string | null;
                /** @description Octets. */
                size: number;
            }[];
            cc: string[];
            /** @description The Date field, ISO 8601 where it can be read. */
            date: string | null;
            /** @description The delivery that a notice is about. */
            deliveryId: string | null;
            /** @enum {string} */
            folder: "inbox" | "sent";
            from: string;
            /** @description The sender's HTML as it came: show it only in a sandbox. */
            html: string | null;
            /** @example 01KAQ3Y8M4T0Z5N6R7S8V9W1X2 */
            id: string;
            inReplyTo: string | null;
            /** @enum {string} */
            kind: "mail" | "failure-notice" | "delay-notice";
            messageId: string | null;
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00.000Z
             */
            receivedAt: string;
            references: string | null;
            replyTo: string[];
            /** @description Whether text or HTML is cut, or attachments are not listed; `/raw` has the whole. */
            shortened: boolean;
            /** @description Octets. */
            size: number;
            subject: string;
            text: string | null;
            /** @description How it came in; null for what never left the house. */
            tls: components["schemas"]["TlsSession"] | null;
            to: string[];
            /** @description False in the folder sent, and for what was filed before this was recorded. */
            unread: boolean;
        };
        /**
         * @example {
         *       "unread": false
         *     }
         */
        MessageChange: {
            unread: boolean;
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
         *           "deliveryId": null,
         *           "unread": true
         *         }
         *       ],
         *       "next": null
         *     }
         */
        Messages: {
            items: components["schemas"]["MessageSummary"][];
            /** @description Cursor of the next page; null on the last one. */
            next: string | null;
        };
        MessageSummary: {
            /** @description The delivery that a notice is about. */
            deliveryId: string | null;
            /** @enum {string} */
            folder: "inbox" | "sent";
            from: string;
            /** @example 01KAQ3Y8M4T0Z5N6R7S8V9W1X2 */
            id: string;
            /** @enum {string} */
            kind: "mail" | "failure-notice" | "delay-notice";
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00.000Z
             */
            receivedAt: string;
            /** @description Octets. */
            size: number;
            subject: string;
            /** @description How it came in; null for what never left the house. */
            tls: components["schemas"]["TlsSession"] | null;
            to: string[];
            /** @description False in the folder sent, and for what was filed before this was recorded. */
            unread: boolean;
        };
        /**
         * @example {
         *       "name": "Thunderbird"
         *     }
         */
        NewAppPassword: {
            /** @description Where it is going to be used. */
            name: string;
        };
        NewCheck: {
            /** @description Whom you would write to. */
            recipient: string;
        };
        NewMessage: {
            attachments?: {
                content?: string;
                /** @description Needed beside content, and not taken beside uploadId. */
                contentType?: string;
                /** @description Needed beside content; an upload has one already. */
                filename?: string;
                /** @description The id that POST /v1/uploads gave. */
                uploadId?: string;
            }[];
            /** @default [] */
            bcc: string[];
            /** @default [] */
            cc: string[];
            /** @description Your secure address, or a subaddress of it. */
            from: string;
            html?: string;
            inReplyTo?: string;
            /**
             * @description Asks every mail server on the rest of the way to encrypt, too (REQUIRETLS, RFC 8689). Comes back where the next one does not promise it.
             * @default false
             */
            requireTls: boolean;
            /** @default  */
            subject: string;
            text?: string;
            /** @default [] */
            to: string[];
        };
        NewTrustEntry: {
            /** @description The recipient domain; its subdomains are not covered. */
            domain: string;
            kind: components["schemas"]["TrustKind"];
            /**
             * @description When the entry ends; null for never. Must lie ahead.
             * @default null
             */
            notAfter: string | null;
            /**
             * @description How it was checked, and with whom, for the next operator.
             * @default
             */
            note: string;
            /** @description One CERTIFICATE block, for `public-key` also a PUBLIC KEY block. Either this or `sha256`. */
            pem?: string;
            /** @description 64 hexadecimal digits, with or without colons; for `public-key` over the SubjectPublicKeyInfo. */
            sha256?: string;
        };
        /**
         * @example {
         *       "filename": "a.pdf",
         *       "contentType": "application/pdf",
         *       "size": 9000000
         *     }
         */
        NewUpload: {
            contentType: string;
            /** @description The name that it gets as an attachment. */
            filename: string;
            /** @description Octets: exactly so many can be put. */
            size: number;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "id": "01KAQ3Y8M4T0Z5N6R7S8V9W1X2",
         *           "at": "2026-11-23T10:00:00.000Z",
         *           "operator": "operator@example.org",
         *           "action": "trust-entry-changed",
         *           "subject": "6V2K8ZP4N0QWXE1R5T7Y3M9ABC",
         *           "domains": [
         *             "bank.example"
         *           ],
         *           "before": {
         *             "note": "compared by telephone",
         *             "notAfter": null
         *           },
         *           "after": {
         *             "note": "compared by telephone",
         *             "notAfter": "2027-01-31T23:59:59.000Z"
         *           },
         *           "outcome": "done"
         *         }
         *       ],
         *       "next": null
         *     }
         */
        OperatorActions: {
            items: {
                /** @enum {string} */
                action: "trust-entry-added" | "trust-entry-changed" | "trust-entry-removed" | "overrides-set";
                /** @description As it was going to be; null where nothing was to be left. */
                after: {
                    [key: string]: string | null;
                } | null;
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00.000Z
                 */
                at: string;
                /** @description As it was; null where there was nothing. */
                before: {
                    [key: string]: string | null;
                } | null;
                domains: string[];
                /** @example 01KAQ3Y8M4T0Z5N6R7S8V9W1X2 */
                id: string;
                operator: string;
                /**
                 * @description `done`; `not-done` where somebody else was first or it was there already; `begun` where what became of it could not be recorded.
                 * @enum {string}
                 */
                outcome: "begun" | "done" | "not-done";
                /** @description The id of a trust entry, or a secure address. */
                subject: string;
            }[];
            /** @description Cursor of the next page; null on the last one. */
            next: string | null;
        };
        OverrideOutcome: {
            /** @description Null where nobody with this address has signed in. */
            address: string | null;
            changed: {
                domain: string;
                from: components["schemas"]["Level"] | null;
                to: components["schemas"]["Level"];
            }[];
            home: string;
            kept: {
                detail: string;
                domain: string;
                level: components["schemas"]["Level"];
            }[];
            /**
             * @description Only `changed` has changed anything.
             * @enum {string}
             */
            outcome: "changed" | "unchanged" | "unknown" | "too-many-overrides" | "changed-meanwhile";
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
        OverrideOutcomes: {
            items: components["schemas"]["OverrideOutcome"][];
            /** @description Cursor of the next page; null on the last one. */
            next: string | null;
        };
        PresentedCertificate: {
            /** @description Whether it may issue certificates: then it can be added as kind `ca`. */
            authority: boolean;
            issuer: string | null;
            /** @description DNS names, as presented. */
            names: string[];
            notAfter: string | null;
            notBefore: string | null;
            pem: string;
            /** @description 64 hexadecimal digits, for an entry of the kind `certificate` or `ca`. */
            sha256: string;
            /** @description The same as OpenSSL and browsers show it. */
            sha256Colons: string;
            /** @description For an entry of the kind `public-key`. */
            spkiSha256: string | null;
            /** @description The same with colons. */
            spkiSha256Colons: string | null;
            subject: string | null;
        };
        PresentedHost: {
            /** @description The address that was asked. */
            address: string | null;
            /** @description As presented: the end certificate first. */
            certificates: components["schemas"]["PresentedCertificate"][];
            /** @description The verdict in a sentence. */
            detail: string | null;
            host: string;
            /** @description Every entry that matches. */
            matches: {
                detail: string;
                /** @example 01KAQ3Y8M4T0Z5N6R7S8V9W1X2 */
                id: string;
                kind: components["schemas"]["TrustKind"];
            }[];
            /** @description Null for a host that was not asked. */
            preference: number | null;
            /** @description Why there is no certificate; null where there is one. */
            problem: string | null;
            tls: components["schemas"]["TlsSession"] | null;
            /** @description What the level `verify` makes of it; null where nothing was presented. */
            verdict: ("matched" | "no-match" | "not-listed") | null;
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
        Problem: {
            detail: string;
            errors?: {
                detail: string;
                /** @enum {string} */
                in?: "body" | "query" | "header";
                pointer: string;
            }[];
            status: number;
            title: string;
            type: string;
        };
        Receipt: {
            address: string;
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00.000Z
             */
            at: string;
            certificate: {
                issuer: string;
                notAfter: string;
                sha256: string;
                spkiSha256: string;
                subject: string;
            };
            /** @description The DNSSEC-signed TLSA record that the certificate matched. */
            dane: {
                /** @description Where the record is. */
                base: string;
                /** @description Where in the chain it matched; 0 is the server’s own certificate. */
                depth?: number;
                /** @description For DANE-TA: the name of the server that the certificate has. */
                name?: string | null;
                /** @description As a zone file has it. */
                record: string;
                secure: boolean;
                /** @enum {string} */
                usage?: "DANE-EE" | "DANE-TA";
            } | null;
            /** @description What each step of the lookup was worth; null where it was not asked for. */
            dnssec?: {
                address: ("secure" | "insecure" | "bogus") | null;
                mx: ("secure" | "insecure" | "bogus") | null;
                tlsa: ("secure" | "insecure" | "bogus") | null;
            };
            host: string;
            level: components["schemas"]["Level"];
            /** @description SHA-256 over the message as the server got it, before dots were doubled. */
            messageSha256?: string;
            reply: string;
            /** @description Whether it was sent on with REQUIRETLS. */
            requireTls: boolean;
            /** @description The MTA-STS policy that the host and its certificate satisfied. */
            sts?: {
                id: string;
                /** @constant */
                mode: "enforce";
                mx: string;
            } | null;
            tls: components["schemas"]["TlsSession"];
            /** @description The entry of the trust store that the certificate matched. */
            trust: {
                id: string;
                kind: string;
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
        Refusals: {
            items: {
                /**
                 * Format: date-time
                 * @description The latest try.
                 * @example 2026-11-23T10:00:00.000Z
                 */
                at: string;
                client: {
                    address: string;
                    helo: string | null;
                };
                count: number;
                /**
                 * Format: date-time
                 * @description The first one within its hour.
                 * @example 2026-11-23T10:00:00.000Z
                 */
                firstAt: string;
                /**
                 * @description Refused is what comes in plaintext; tls-too-old where the server had tried TLS 1.1 or older before.
                 * @enum {string}
                 */
                reason: "no-tls" | "tls-too-old";
                recipient: string;
                /** @description Empty for the null sender; null where it was not said. */
                sender: string | null;
            }[];
            /** @description Cursor of the next page; null on the last one. */
            next: string | null;
        };
        Suggestion: {
            domains: number;
            /** @constant */
            kind: "stricter-level-works";
            level: components["schemas"]["Level"];
            messages: number;
        } | {
            domain: string;
            /** @constant */
            kind: "level-made-mail-come-back";
            level: components["schemas"]["Level"];
            messages: number;
            suggested: components["schemas"]["Level"];
        };
        /**
         * @example {
         *       "since": "2026-08-25T10:00:00Z",
         *       "items": [
         *         {
         *           "kind": "stricter-level-works",
         *           "level": "dane-only",
         *           "domains": 3,
         *           "messages": 17
         *         },
         *         {
         *           "kind": "level-made-mail-come-back",
         *           "domain": "plain.example",
         *           "level": "dane-only",
         *           "messages": 2,
         *           "suggested": "encrypt"
         *         }
         *       ]
         *     }
         */
        Suggestions: {
            items: components["schemas"]["Suggestion"][];
            /**
             * Format: date-time
             * @description What was looked at: deliveries from then on.
             * @example 2026-11-23T10:00:00.000Z
             */
            since: string;
        };
        /**
         * @example {
         *       "from": "2026-11-22T10:15:00.000Z",
         *       "to": "2026-11-23T10:15:00.000Z",
         *       "period": 900,
         *       "figures": [
         *         {
         *           "id": "came-back",
         *           "unit": "count",
         *           "statistic": "Sum",
         *           "reason": "starttls-not-supported",
         *           "points": [
         *             {
         *               "at": "2026-11-23T10:00:00.000Z",
         *               "value": 2
         *             }
         *           ],
         *           "overall": 2
         *         }
         *       ],
         *       "queues": [
         *         {
         *           "name": "outbound",
         *           "waiting": 0,
         *           "inWork": 1,
         *           "postponed": 3,
         *           "deadLetters": 0
         *         }
         *       ]
         *     }
         */
        SystemHealth: {
            figures: {
                /** @description Stays the same: `mail-in`, `came-back`, `time-to-bounce`, … */
                id: string;
                /** @description Sums added up; the smallest of minima; the largest of all else. Null for nothing. */
                overall: number | null;
                /** @description Oldest first, without gaps filled. */
                points: {
                    /**
                     * Format: date-time
                     * @example 2026-11-23T10:00:00.000Z
                     */
                    at: string;
                    value: number;
                }[];
                /** @description Figures by reason are there once for each; null for the others. */
                reason: string | null;
                /** @enum {string} */
                statistic: "Sum" | "Maximum" | "Minimum" | "p50" | "p99";
                /** @enum {string} */
                unit: "count" | "milliseconds" | "days" | "seconds";
            }[];
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00.000Z
             */
            from: string;
            /** @description Seconds that one point stands for. */
            period: number;
            queues: {
                /** @description Given up by the queue: somebody has to look. */
                deadLetters: number;
                inWork: number;
                name: string;
                /** @description To be tried again later. */
                postponed: number;
                waiting: number;
            }[];
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00.000Z
             */
            to: string;
        };
        TlsSession: {
            cipher: string;
            version: string;
        };
        TrustEntries: {
            items: components["schemas"]["TrustEntry"][];
            /** @description Cursor of the next page; null on the last one. */
            next: string | null;
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
        TrustEntry: {
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00.000Z
             */
            addedAt: string;
            addedBy: string;
            /** @description End of the certificate that was given. */
            certificateNotAfter: string | null;
            changedAt: string | null;
            changedBy: string | null;
            domain: string;
            /** @description Whether `notAfter` has passed: the entry counts no more. */
            ended: boolean;
            /** @description Entity tag, for If-Match. */
            etag: string;
            /**
             * @description Follows from domain, kind and digest: the same thing always has the same id.
             * @example 01KAQ3Y8M4T0Z5N6R7S8V9W1X2
             */
            id: string;
            kind: components["schemas"]["TrustKind"];
            notAfter: string | null;
            note: string;
            /** @description The authority's certificate; null for other kinds and for a digest. */
            pem: string | null;
            /** @description 64 hexadecimal digits, of the certificate or, for `public-key`, of the key. */
            sha256: string;
            /** @description Sentences about what may surprise; empty for nothing. */
            warnings: string[];
        };
        TrustEntryChange: {
            /** @description When the entry ends; null for never. Must lie ahead. */
            notAfter?: string | null;
            /** @description How it was checked, and with whom, for the next operator. */
            note?: string;
        };
        /**
         * @description `certificate`: the end certificate itself. `public-key`: the key of the end certificate. `ca`: a private authority, to which the chain must verify, in date, naming the MX host or the domain.
         * @enum {string}
         */
        TrustKind: "certificate" | "public-key" | "ca";
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
        TrustPreview: {
            /** @description Why there is no host; null where there are some. */
            detail: string | null;
            domain: string;
            /** @description What the trust store has of this domain. */
            entries: components["schemas"]["TrustEntry"][];
            hosts: components["schemas"]["PresentedHost"][];
        };
        TrustPreviewRequest: {
            domain: string;
        };
        /**
         * @example {
         *       "id": "01KAQ3Y8M4T0Z5N6R7S8V9W1X2",
         *       "url": "https://objects.example.org/uploads/01KAQ3Y8M4T0Z5N6R7S8V9W1X2?X-Amz-Signature=…",
         *       "method": "PUT",
         *       "headers": {
         *         "Content-Type": "application/pdf"
         *       },
         *       "expiresAt": "2026-11-23T10:15:00Z",
         *       "keptUntil": "2026-11-24T10:00:00Z"
         *     }
         */
        UploadTicket: {
            /**
             * Format: date-time
             * @description Until then the address can be used.
             * @example 2026-11-23T10:00:00.000Z
             */
            expiresAt: string;
            /** @description To be sent as they are. */
            headers: {
                "Content-Type": string;
            };
            /**
             * @description What `attachments` of a message call `uploadId`.
             * @example 01KAQ3Y8M4T0Z5N6R7S8V9W1X2
             */
            id: string;
            /**
             * Format: date-time
             * @description Until then a message can name it.
             * @example 2026-11-23T10:00:00.000Z
             */
            keptUntil: string;
            /** @constant */
            method: "PUT";
            /** @description Where to put it; the address itself is the permission. */
            url: string;
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
    getWellKnownAutoconfigMailConfigV11Xml: {
        parameters: {
            query?: {
                emailaddress?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/xml": unknown;
                };
            };
            /** @description There is nothing here (`urn:secure-alias:problem:not-found`) */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAutodiscoverAutodiscoverXml: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/xml": unknown;
                };
            };
            /** @description There is nothing here (`urn:secure-alias:problem:not-found`) */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large (`urn:secure-alias:problem:too-large`) */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHealthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMailConfigV11Xml: {
        parameters: {
            query?: {
                emailaddress?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/xml": unknown;
                };
            };
            /** @description There is nothing here (`urn:secure-alias:problem:not-found`) */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAdminActions: {
        parameters: {
            query?: {
                cursor?: string;
                domain?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "01KAQ3Y8M4T0Z5N6R7S8V9W1X2",
                     *           "at": "2026-11-23T10:00:00.000Z",
                     *           "operator": "operator@example.org",
                     *           "action": "trust-entry-changed",
                     *           "subject": "6V2K8ZP4N0QWXE1R5T7Y3M9ABC",
                     *           "domains": [
                     *             "bank.example"
                     *           ],
                     *           "before": {
                     *             "note": "compared by telephone",
                     *             "notAfter": null
                     *           },
                     *           "after": {
                     *             "note": "compared by telephone",
                     *             "notAfter": "2027-01-31T23:59:59.000Z"
                     *           },
                     *           "outcome": "done"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorActions"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAdminAliases: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                prefix?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Aliases"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAdminAliasesOverrides: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
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
                "application/json": components["schemas"]["AliasOverrides"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
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
                    "application/json": components["schemas"]["OverrideOutcomes"];
                };
            };
            /** @description The body is not JSON (`urn:secure-alias:problem:unparsable-json`) */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large (`urn:secure-alias:problem:too-large`) */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This content type is not understood here (`urn:secure-alias:problem:unsupported-media-type`) */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It could not be recorded, and was not done (`urn:secure-alias:problem:not-recorded`) */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAdminHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from": "2026-11-22T10:15:00.000Z",
                     *       "to": "2026-11-23T10:15:00.000Z",
                     *       "period": 900,
                     *       "figures": [
                     *         {
                     *           "id": "came-back",
                     *           "unit": "count",
                     *           "statistic": "Sum",
                     *           "reason": "starttls-not-supported",
                     *           "points": [
                     *             {
                     *               "at": "2026-11-23T10:00:00.000Z",
                     *               "value": 2
                     *             }
                     *           ],
                     *           "overall": 2
                     *         }
                     *       ],
                     *       "queues": [
                     *         {
                     *           "name": "outbound",
                     *           "waiting": 0,
                     *           "inWork": 1,
                     *           "postponed": 3,
                     *           "deadLetters": 0
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SystemHealth"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAdminTrust: {
        parameters: {
            query?: {
                cursor?: string;
                domain?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrustEntries"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAdminTrust: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "domain": "bank.example",
                 *       "kind": "public-key",
                 *       "sha256": "c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5",
                 *       "note": "compared by telephone with Ms Roe of bank.example",
                 *       "notAfter": null
                 *     }
                 */
                "application/json": components["schemas"]["NewTrustEntry"];
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    /** @description Strong entity tag of the entry, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
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
                    "application/json": components["schemas"]["TrustEntry"];
                };
            };
            /** @description The body is not JSON (`urn:secure-alias:problem:unparsable-json`) */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is in the trust store already (`urn:secure-alias:problem:trust-entry-exists`); There are as many entries as one domain may have (`urn:secure-alias:problem:too-many-trust-entries`) */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large (`urn:secure-alias:problem:too-large`) */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This content type is not understood here (`urn:secure-alias:problem:unsupported-media-type`) */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It could not be recorded, and was not done (`urn:secure-alias:problem:not-recorded`) */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAdminTrustId: {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tag of the entry that you have seen, or `*`. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing here (`urn:secure-alias:problem:not-found`) */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was being changed by somebody else (`urn:secure-alias:problem:changed-meanwhile`) */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since you read it (`urn:secure-alias:problem:precondition-failed`) */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It could not be recorded, and was not done (`urn:secure-alias:problem:not-recorded`) */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchAdminTrustId: {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tag of the entry that you have seen, or `*`. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "notAfter": "2027-01-31T23:59:59Z"
                 *     }
                 */
                "application/json": components["schemas"]["TrustEntryChange"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Strong entity tag of the entry, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
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
                    "application/json": components["schemas"]["TrustEntry"];
                };
            };
            /** @description The body is not JSON (`urn:secure-alias:problem:unparsable-json`) */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing here (`urn:secure-alias:problem:not-found`) */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was being changed by somebody else (`urn:secure-alias:problem:changed-meanwhile`) */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since you read it (`urn:secure-alias:problem:precondition-failed`) */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large (`urn:secure-alias:problem:too-large`) */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This content type is not understood here (`urn:secure-alias:problem:unsupported-media-type`) */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It could not be recorded, and was not done (`urn:secure-alias:problem:not-recorded`) */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAdminTrustPreview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "domain": "bank.example"
                 *     }
                 */
                "application/json": components["schemas"]["TrustPreviewRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
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
                    "application/json": components["schemas"]["TrustPreview"];
                };
            };
            /** @description The body is not JSON (`urn:secure-alias:problem:unparsable-json`) */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large (`urn:secure-alias:problem:too-large`) */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This content type is not understood here (`urn:secure-alias:problem:unsupported-media-type`) */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAlias: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Strong entity tag of the settings, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
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
                    "application/json": components["schemas"]["Alias"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putAlias: {
        parameters: {
            query?: never;
            header?: {
                /** @description Entity tag of the settings that you have seen, or `*`. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "enabled": true,
                 *       "expert": true,
                 *       "level": "dane-only",
                 *       "overrides": []
                 *     }
                 */
                "application/json": components["schemas"]["AliasSettings"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Strong entity tag of the settings, for If-Match. */
                    ETag?: string;
                    [name: string]: unknown;
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
                    "application/json": components["schemas"]["Alias"];
                };
            };
            /** @description The body is not JSON (`urn:secure-alias:problem:unparsable-json`) */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was being changed by somebody else (`urn:secure-alias:problem:changed-meanwhile`) */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has changed since you read it (`urn:secure-alias:problem:precondition-failed`) */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large (`urn:secure-alias:problem:too-large`) */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This content type is not understood here (`urn:secure-alias:problem:unsupported-media-type`) */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`); This setting needs expert mode (`urn:secure-alias:problem:expert-mode-required`) */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAppPasswords: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
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
                    "application/json": components["schemas"]["AppPasswords"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAppPasswords: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Thunderbird"
                 *     }
                 */
                "application/json": components["schemas"]["NewAppPassword"];
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
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
                    "application/json": components["schemas"]["CreatedAppPassword"];
                };
            };
            /** @description The body is not JSON (`urn:secure-alias:problem:unparsable-json`) */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There are as many app passwords as one user may have (`urn:secure-alias:problem:too-many-app-passwords`) */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large (`urn:secure-alias:problem:too-large`) */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This content type is not understood here (`urn:secure-alias:problem:unsupported-media-type`) */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAppPasswordsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing here (`urn:secure-alias:problem:not-found`) */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postChecks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "recipient": "bob@bank.example"
                 *     }
                 */
                "application/json": components["schemas"]["NewCheck"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "domain": "bank.example",
                     *       "levels": {
                     *         "encrypt": {
                     *           "verdict": "met",
                     *           "reason": null,
                     *           "status": null,
                     *           "detail": "mx.bank.example: TLSv1.3, TLS_AES_256_GCM_SHA384"
                     *         },
                     *         "dane-only": {
                     *           "verdict": "met",
                     *           "reason": null,
                     *           "status": null,
                     *           "detail": "mx.bank.example: TLSv1.3, TLS_AES_256_GCM_SHA384"
                     *         },
                     *         "verify": {
                     *           "verdict": "policy",
                     *           "reason": "certificate-not-trusted",
                     *           "status": "5.7.4",
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
                    "application/json": components["schemas"]["Check"];
                };
            };
            /** @description The body is not JSON (`urn:secure-alias:problem:unparsable-json`) */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large (`urn:secure-alias:problem:too-large`) */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This content type is not understood here (`urn:secure-alias:problem:unsupported-media-type`) */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This was asked too often in a short time (`urn:secure-alias:problem:too-many-requests`) */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeliveries: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                messageId?: string;
                state?: "queued" | "delayed" | "delivered" | "bounced" | "mixed";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deliveries"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeliveriesId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01KAQ3Y8M4A1B2C3D4E5F6G7H8",
                     *       "sentId": "01KAQ3Y8M4T0Z5N6R7S8V9W1X2",
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
                     *       "phase": "finished",
                     *       "noticeId": null,
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
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing here (`urn:secure-alias:problem:not-found`) */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeliveriesIdEvidence: {
        parameters: {
            query?: {
                language?: "en" | "de";
                subject?: "include" | "omit";
            };
            header?: {
                /** @description Which of the media types to send; JSON by default. */
                Accept?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description A name for the file. */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/jose": string;
                    "application/json": components["schemas"]["Evidence"];
                    "text/html": string;
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing here (`urn:secure-alias:problem:not-found`) */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This delivery has not ended yet (`urn:secure-alias:problem:delivery-not-finished`) */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postDeliveriesIdResend: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition harmless for 24 hours: 1 to 255 printable characters of your choice. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            202: {
                headers: {
                    [name: string]: unknown;
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
                    "application/json": components["schemas"]["AcceptedMessage"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing here (`urn:secure-alias:problem:not-found`) */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing to send again (`urn:secure-alias:problem:nothing-came-back`); The copy of this message has been deleted (`urn:secure-alias:problem:copy-is-gone`) */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large (`urn:secure-alias:problem:too-large`) */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`); Your secure address is switched off (`urn:secure-alias:problem:alias-disabled`); This key belongs to another request (`urn:secure-alias:problem:idempotency-key-reused`) */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The message could not be taken over right now (`urn:secure-alias:problem:try-again-later`) */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEvidenceKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvidenceKeys"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getIdentities: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
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
                    "application/json": components["schemas"]["Identities"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMailProgramMobileconfig: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description The name to save it under. */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/x-apple-aspen-config": unknown;
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Where your mail is read is not known here (`urn:secure-alias:problem:incoming-server-unknown`) */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMailPrograms: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "submission": {
                     *         "host": "mx.secure.example.org",
                     *         "servers": [
                     *           {
                     *             "port": 465,
                     *             "security": "tls"
                     *           },
                     *           {
                     *             "port": 587,
                     *             "security": "starttls"
                     *           }
                     *         ],
                     *         "users": [
                     *           "alice@secure.example.org",
                     *           "alice@example.org"
                     *         ]
                     *       },
                     *       "incoming": null,
                     *       "reading": "pages",
                     *       "helps": {
                     *         "thunderbird": null,
                     *         "outlook": null,
                     *         "apple": null
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["MailProgramSettings"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "home": "alice@example.org",
                     *       "name": "Alice",
                     *       "operator": false,
                     *       "language": "en"
                     *     }
                     */
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMessages: {
        parameters: {
            query?: {
                cursor?: string;
                folder?: "inbox" | "sent";
                limit?: number;
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
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
                     *           "deliveryId": null,
                     *           "unread": true
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": components["schemas"]["Messages"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postMessages: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition harmless for 24 hours: 1 to 255 printable characters of your choice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
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
                "application/json": components["schemas"]["NewMessage"];
                "message/rfc822": string;
            };
        };
        responses: {
            /** @description Success */
            202: {
                headers: {
                    [name: string]: unknown;
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
                    "application/json": components["schemas"]["AcceptedMessage"];
                };
            };
            /** @description The body is not JSON (`urn:secure-alias:problem:unparsable-json`) */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large (`urn:secure-alias:problem:too-large`) */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This content type is not understood here (`urn:secure-alias:problem:unsupported-media-type`) */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`); Your secure address is switched off (`urn:secure-alias:problem:alias-disabled`); This key belongs to another request (`urn:secure-alias:problem:idempotency-key-reused`) */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The message could not be taken over right now (`urn:secure-alias:problem:try-again-later`) */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMessagesId: {
        parameters: {
            query?: {
                attachments?: "included" | "listed";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
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
                     *       "unread": true,
                     *       "cc": [],
                     *       "replyTo": [],
                     *       "date": "2026-11-23T09:59:58.000Z",
                     *       "messageId": "<1@good.example>",
                     *       "inReplyTo": null,
                     *       "references": null,
                     *       "text": "At noon?\n",
                     *       "html": null,
                     *       "shortened": false,
                     *       "attachments": []
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing here (`urn:secure-alias:problem:not-found`) */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMessagesId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing here (`urn:secure-alias:problem:not-found`) */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchMessagesId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "unread": false
                 *     }
                 */
                "application/json": components["schemas"]["MessageChange"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageSummary"];
                };
            };
            /** @description The body is not JSON (`urn:secure-alias:problem:unparsable-json`) */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing here (`urn:secure-alias:problem:not-found`) */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large (`urn:secure-alias:problem:too-large`) */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This content type is not understood here (`urn:secure-alias:problem:unsupported-media-type`) */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMessagesIdAttachmentsIndex: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                index: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            /** @description It is too large for this answer, and waits at another address */
            303: {
                headers: {
                    /** @description Where it is; to be asked without an access token. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing here (`urn:secure-alias:problem:not-found`) */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMessagesIdRaw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "message/rfc822": unknown;
                };
            };
            /** @description It is too large for this answer, and waits at another address */
            303: {
                headers: {
                    /** @description Where it is; to be asked without an access token. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing here (`urn:secure-alias:problem:not-found`) */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpenapiJson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRefusals: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
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
                    "application/json": components["schemas"]["Refusals"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSuggestions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "since": "2026-08-25T10:00:00Z",
                     *       "items": [
                     *         {
                     *           "kind": "stricter-level-works",
                     *           "level": "dane-only",
                     *           "domains": 3,
                     *           "messages": 17
                     *         },
                     *         {
                     *           "kind": "level-made-mail-come-back",
                     *           "domain": "plain.example",
                     *           "level": "dane-only",
                     *           "messages": 2,
                     *           "suggested": "encrypt"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Suggestions"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postUploads: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "filename": "a.pdf",
                 *       "contentType": "application/pdf",
                 *       "size": 9000000
                 *     }
                 */
                "application/json": components["schemas"]["NewUpload"];
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01KAQ3Y8M4T0Z5N6R7S8V9W1X2",
                     *       "url": "https://objects.example.org/uploads/01KAQ3Y8M4T0Z5N6R7S8V9W1X2?X-Amz-Signature=…",
                     *       "method": "PUT",
                     *       "headers": {
                     *         "Content-Type": "application/pdf"
                     *       },
                     *       "expiresAt": "2026-11-23T10:15:00Z",
                     *       "keptUntil": "2026-11-24T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["UploadTicket"];
                };
            };
            /** @description The body is not JSON (`urn:secure-alias:problem:unparsable-json`) */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There are as many open uploads as one user may have (`urn:secure-alias:problem:too-many-uploads`) */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large (`urn:secure-alias:problem:too-large`) */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This content type is not understood here (`urn:secure-alias:problem:unsupported-media-type`) */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some parts of the request do not fit (`urn:secure-alias:problem:invalid-request`) */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This was asked too often in a short time (`urn:secure-alias:problem:too-many-requests`) */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteUploadsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sign-in is needed (`urn:secure-alias:problem:not-signed-in`) */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This is not yours to do (`urn:secure-alias:problem:not-allowed`) */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing here (`urn:secure-alias:problem:not-found`) */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWhyRefused: {
        parameters: {
            query?: never;
            header?: {
                /** @description Which of English and German comes first. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": unknown;
                };
            };
            /** @description Something went wrong on our side (`urn:secure-alias:problem:internal-error`) */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
