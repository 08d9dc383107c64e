/** What the receiving host's ports, certificate and answers mean. Pure. */
import { readCertificate } from '../../shared/tls/certificate.ts';
import { findReference, presentedNames } from '../../shared/tls/names.ts';
import { about, type Finding, type Say } from './finding.ts';
import type { Answer, Ports, SeenPort, SeenServer } from './mail-server.ts';

const DAY = 86_400_000;
const SOON = 14;

const inWords = (answer: Answer): string =>
  answer.kind === 'broken'
    ? answer.detail
    : [answer.code, answer.status, answer.text].filter((part) => part !== null && part !== '').join(' ');

/** Everything about one address of the receiving host. */
export function judgeServer(host: string, seen: SeenServer, ports: Ports, now: Date): Finding[] {
  const where = `${host} [${seen.address}]`;
  const others = [seen.submissions, seen.submission];
  // Many networks let no connection to port 25 out: silence there, with answers beside it, is about us.
  const maybeOurs = seen.mx.kind === 'closed' && others.some(({ kind }) => kind !== 'closed');
  const mx: Finding[] = maybeOurs
    ? [
        about('port 25', where)(
          'unseen',
          `no answer (${detailOf(seen.mx)}), while its other ports answer: perhaps the network you are in lets nothing out to port 25, as many do; look from another one`,
        ),
      ]
    : [judgePort(about(`port ${ports.mx}`, where), seen.mx)];
  return [
    ...mx,
    ...judgeCertificate(host, where, seen, now),
    ...(seen.mx.kind === 'closed' ? [] : [judgePlaintext(where, seen.plaintext)]),
    ...(seen.mx.kind === 'encrypted' ? [judgeRelay(where, seen.mx.stranger)] : []),
    judgePort(about(`port ${ports.submissions}`, where), seen.submissions),
    ...judgeSubmission(`${where}:${ports.submissions}`, seen.submissions),
    judgePort(about(`port ${ports.submission}`, where), seen.submission),
    ...judgeSubmission(`${where}:${ports.submission}`, seen.submission),
  ];
}

const detailOf = (port: SeenPort): string => (port.kind === 'encrypted' ? '' : port.detail);

function judgePort(say: Say, port: SeenPort): Finding {
  switch (port.kind) {
    case 'closed':
      return say('wrong', `not reachable: ${port.detail}`);
    case 'unencrypted':
      return say('wrong', `no encrypted session: ${port.detail}`);
    case 'encrypted':
      return say('ok', `encrypts: ${port.version}, ${port.cipher}`);
  }
}

/** The promise that everything here is about: 550 5.7.1, whoever the recipient. */
function judgePlaintext(where: string, answer: Answer): Finding {
  const say = about('unencrypted mail', where);
  if (answer.kind === 'broken') return say('unseen', answer.detail);
  if (answer.code < 300)
    return say('wrong', `it takes mail for the alias domain unencrypted: ${inWords(answer)}`);
  if (answer.code < 500)
    return say('unseen', `it put us off (${inWords(answer)}); whether it refuses was not seen`);
  return answer.code === 550 && answer.status === '5.7.1'
    ? say('ok', 'refused with 550 5.7.1')
    : say('warning', `refused, but with "${inWords(answer)}" instead of 550 5.7.1: senders are not told why`);
}

function judgeRelay(where: string, answer: Answer): Finding {
  const say = about('relaying', where);
  if (answer.kind === 'broken') return say('unseen', answer.detail);
  if (answer.code < 300) return say('wrong', 'it takes mail for other domains from strangers: an open relay');
  return answer.code < 500
    ? say('unseen', `it put us off (${inWords(answer)}); whether it relays was not seen`)
    : say('ok', 'mail for other domains is refused');
}

function judgeSubmission(where: string, port: SeenPort): Finding[] {
  if (port.kind !== 'encrypted') return [];
  const say = about('sign-in', where);
  const { stranger } = port;
  if (stranger.kind === 'broken') return [say('unseen', stranger.detail)];
  if (stranger.code < 300) return [say('wrong', 'it takes mail from people who have not signed in')];
  return stranger.code < 500
    ? [say('unseen', `it put us off (${inWords(stranger)})`)]
    : [say('ok', 'is asked for')];
}

function judgeCertificate(host: string, where: string, seen: SeenServer, now: Date): Finding[] {
  const port = [seen.mx, seen.submissions, seen.submission].find((one) => one.kind === 'encrypted');
  if (port === undefined) return [];
  const [first] = port.chain;
  const certificate = first === undefined ? null : readCertificate(first);
  const say = about('certificate', where);
  if (certificate === null) return [say('wrong', 'it cannot be read')];
  const findings: Finding[] = [];
  if (findReference(certificate, [host]) === null)
    findings.push(
      say(
        'wrong',
        `it names ${presentedNames(certificate).slice(0, 5).join(', ') || 'nobody'} and not ${host}`,
      ),
    );
  const { notAfter } = certificate;
  const days = notAfter === null ? null : Math.floor((notAfter.getTime() - now.getTime()) / DAY);
  const until = notAfter?.toISOString().slice(0, 10) ?? 'an unreadable date';
  if (days === null || days < 0) findings.push(say('wrong', `it was valid until ${until}`));
  else if (days < SOON) findings.push(say('warning', `it ends on ${until}, in ${days} days`));
  const failure = port.verificationFailure;
  // Name and dates have their own findings above.
  if (failure !== null && !/HAS_EXPIRED|ALTNAME/.test(failure))
    findings.push(
      say(
        'warning',
        `no public authority vouches for it (${failure}): senders with MTA-STS refuse it, mail programs warn of it`,
      ),
    );
  return findings.length > 0
    ? findings
    : [say('ok', `names ${host}, valid until ${until}, of a public authority`)];
}
