/** Names of metrics and log keys: one list for the code that writes them and the dashboards that read them. */

export const NAMESPACE = 'SecureAlias';

export const METRICS = {
  /** Messages taken over: inbound (MX) and outbound (submission, API). */
  accepted: 'Accepted',
  /** Recipients turned away at the MX for want of TLS. */
  refused: 'Refused',
  delivered: 'Delivered',
  /** With the dimension `reason`. */
  bounced: 'Bounced',
  deferred: 'Deferred',
  /** Taken by SES for a home at an outside provider. */
  forwarded: 'Forwarded',
  /** Told the owner, through SES, of a message that SES does not carry; it is in the built-in mailbox. */
  hinted: 'Hinted',
  /** Not sent on at all, in the built-in mailbox only; with the dimension `reason`. */
  keptInMailbox: 'KeptInMailbox',
  /** SES refused or put off; with the dimension `reason`, see functions/home-delivery/ses-verdict.ts. */
  homeTrouble: 'HomeTrouble',
  /** Came back from a home's provider after SES had taken it. */
  homeBounced: 'HomeBounced',
  /** Milliseconds from acceptance to the failure notice on its way home. */
  timeToBounce: 'TimeToBounce',
  /** Milliseconds from acceptance to delivery. */
  timeToDelivery: 'TimeToDelivery',
  /** Milliseconds that an item had waited in its queue when a function took it. */
  queueAge: 'QueueAge',
  /** Tries that began after a crash between the final dot and its result: a second copy is possible. */
  possibleDuplicate: 'PossibleDuplicate',
  /** Faults of our own: never a verdict about a recipient. */
  fault: 'Fault',
  connections: 'Connections',
  /** Connections that were open at one moment, of one task of the edge. */
  openConnections: 'OpenConnections',
  /** Milliseconds from when a job was due to when a function took it up: zero for one that was in time. */
  lateness: 'JobLateness',
  /** 1 where the root's keys were proven from our trust anchors through the resolvers in use, else 0. */
  dnssecValidates: 'DnssecValidates',
  /** TLS reports (RFC 8460) that a receiver took, or that are on their way as mail. */
  tlsReportsSent: 'TlsReportsSent',
  /** TLS reports that no receiver of the domain took in this run. */
  tlsReportsFailed: 'TlsReportsFailed',
  filed: 'Filed',
  /** Hosts of providers in the trust store that present what no entry matches. */
  trustedProviderChanged: 'TrustedProviderChanged',
  /** Entries of the trust store that end soon, by themselves or with their certificate, or left none behind. */
  trustEntryEnding: 'TrustEntryEnding',
  /** Domains of the trust store of which no server could be looked at. */
  trustedProviderUnchecked: 'TrustedProviderUnchecked',
  /** Days until the certificate ends that the edge presents right now. */
  certificateDaysLeft: 'CertificateDaysLeft',
  /** A run that was to renew the edge's certificate and did not; with the reason in its log line. */
  certificateRenewalFailed: 'CertificateRenewalFailed',
} as const;
export type MetricName = (typeof METRICS)[keyof typeof METRICS];

/** Who says it: the dimension `service` of every metric, and the field of that name in every log line. */
export type ServiceName =
  'smtp-edge' | 'settings-api' | 'delivery-worker' | 'home-delivery' | 'trust-watch' | 'tls-reports';
