/** What is neither listed nor measured: how the mail is, and how AWS differs from the machine of the measurement. */

export const HOURS = 730;

/** Half in, half out; each that came in is read once; one recipient each. */
export const SHARE_IN = 0.5;
/** Of the measured sizes, in their order. */
export const SHARES_OF_SIZES: readonly number[] = [0.9, 0.1];
/** Months for which mail stays in the mailbox. */
export const MONTHS_KEPT = 12;

/**
 * A function of 512 to 1024 MiB has a third to a half of a core (AWS: one at 1769 MiB), and the measurement had a
 * whole one.
 */
export const LAMBDA_FACTOR = 3;
/** Milliseconds that a call to AWS takes longer than one to a stand-in on the same machine. */
export const CALL_MILLISECONDS = 8;
/** Milliseconds of a delivery to a server elsewhere: DNS, and a dozen round trips of TCP, TLS and SMTP at 50. */
export const FAR_MILLISECONDS = 700;
/** Milliseconds of an invocation by the API, locally. */
export const API_MILLISECONDS = 15;
/** Requests to the API for each message that is read: the list, and the message. */
export const REQUESTS_TO_READ = 2;

/** Octets beside the message of one SMTP session: certificates, handshakes, commands. */
export const SESSION_OCTETS = 8_000;
/** Octets of DNS over TLS for one delivery. */
export const DNS_OCTETS = 4_000;
/** Octets that Lambda itself logs for each invocation (START, END, REPORT). */
export const LAMBDA_LOG_OCTETS = 400;
/** DNS questions of a sender about the alias domain. */
export const QUESTIONS_IN = 8;
/** Octets of a message's entries in the tables. */
export const ENTRY_OCTETS = 2_500;

/** An event source asks with five long polls of 20 seconds at least, day and night. */
export const IDLE_POLLS = (5 * 3600 * HOURS) / 20;
/** Each table asks for its key at most every five minutes; the bucket and the queues keep theirs for longer. */
export const KEY_REQUESTS_OF_TABLE = 12 * HOURS;
/** Metrics that Container Insights keeps for one cluster, its service and its task definition. */
export const CONTAINER_METRICS = 29;
/** Of the disk of a NAT instance (infra/aws/nat-instances.ts). */
export const NAT_DISK_GB = 8;
/** Of the edge's image, two versions of it. */
export const IMAGE_GB = 0.3;
/** Rejected packets, and what runs without mail: the internet knocks all day. GB of logs a month. */
export const IDLE_LOG_GB = 0.5;

/** X-Ray takes the first request of each second, and of the others a twentieth. */
export const TRACED_SHARE = 0.05;
