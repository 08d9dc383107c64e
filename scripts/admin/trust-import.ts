/**
 * `admin trust import POLICYFILE`: takes over a Postfix `smtp_tls_policy_maps` table. Entries come first, and
 * a level `verify` is set only where at least one entry is there to meet it: mail must not come back for want
 * of what the import itself has left out.
 */
import { dirname, join } from 'node:path';

import { columns, plain } from './columns.ts';
import { CommandFailure, UsageError, type Command, type Desk } from './command.ts';
import { refusalText, type CallApi } from './operator-api.ts';
import { onlyPositional, parseParameters } from './parameters.ts';
import { planImport, type ImportPlan, type PlannedEntry } from './policy-import.ts';
import { setLevels } from './policy-levels.ts';

function printPlan({ entries, levels, remarks }: ImportPlan, print: Desk['print']): void {
  if (entries.length > 0) {
    print('To be trusted:');
    const rows = entries.map(({ line, domain, kind, sha256 }) => [
      String(line),
      domain,
      kind,
      sha256 ?? 'from tafile',
    ]);
    for (const line of columns([['line', 'domain', 'kind', 'SHA-256'], ...rows])) print(`  ${line}`);
  }
  if (levels.length > 0) {
    print('Levels to be set:');
    const rows = levels.map(({ line, domain, level }) => [String(line), domain, level]);
    for (const line of columns([['line', 'domain', 'level'], ...rows])) print(`  ${line}`);
  }
  const sections = [
    ['not-taken-over', 'Not taken over:'],
    ['note', 'Taken over, but different here:'],
  ] as const;
  for (const [kind, heading] of sections) {
    const some = remarks.filter((remark) => remark.kind === kind);
    if (some.length > 0) print(heading);
    for (const { line, text } of some) print(`  line ${line}: ${plain(text, 500)}`);
  }
  if (entries.length + levels.length + remarks.length === 0) print('There is no policy in this file.');
}

interface Added {
  /** Domains that have at least one of their planned entries now. */
  readonly domains: ReadonlySet<string>;
  readonly failures: number;
}

async function addEntries(
  entries: readonly PlannedEntry[],
  file: string,
  call: CallApi,
  print: Desk['print'],
): Promise<Added> {
  const domains = new Set<string>();
  let failures = 0;
  for (const { line, domain, kind, sha256, pem } of entries) {
    const note = `imported from ${plain(file, 200)}, line ${line}`;
    const answer = await call('POST', '/v1/admin/trust', { domain, kind, sha256, pem, note });
    switch (answer.status) {
      case 201:
        print(`  line ${line}: ${domain}: ${kind} added`);
        domains.add(domain);
        break;
      case 409:
        print(`  line ${line}: ${domain}: ${plain(refusalText(answer), 500)}`);
        if ((answer.json as { type?: string } | undefined)?.type?.endsWith(':trust-entry-exists') === true) {
          domains.add(domain);
        } else failures += 1;
        break;
      case 422:
        print(`  line ${line}: ${domain}: not added: ${plain(refusalText(answer), 500)}`);
        failures += 1;
        break;
      default:
        // Nothing of the rest would fare better.
        throw new CommandFailure(`line ${line}: ${refusalText(answer)}`);
    }
  }
  return { domains, failures };
}

export const trustImport: Command = {
  name: 'trust import',
  usage: 'POLICYFILE [--owner ADDRESS]… [--dry-run]',
  purpose: 'take over a Postfix smtp_tls_policy_maps table, for the owners named or for every alias',
  async run(parameters, desk) {
    const { print } = desk;
    const { values, positionals } = parseParameters(parameters, {
      owner: { type: 'string', multiple: true, default: [] },
      'dry-run': { type: 'boolean', default: false },
    });
    const file = onlyPositional(positionals, 'the policy file');
    const owners = values.owner;
    if (owners.some((owner) => !owner.includes('@'))) {
      throw new UsageError('--owner takes a home address such as alice@example.org');
    }
    const readNamedFile = (path: string): string | null => {
      try {
        // Postfix has no base for them; beside the table is where a copy would lie.
        return desk.readFile(path.startsWith('/') ? path : join(dirname(file), path));
      } catch {
        return null;
      }
    };
    const table = desk.readFile(file);
    if (table.includes('\0')) {
      throw new CommandFailure(`${file} is a compiled table: name the text that it was made from`);
    }
    const plan = planImport(table, readNamedFile, desk.now);
    printPlan(plan, print);
    if (values['dry-run']) {
      print('Nothing has been changed (--dry-run).');
      return;
    }
    if (plan.entries.length + plan.levels.length === 0) return;
    const call = await desk.api();
    if (plan.entries.length > 0) print('Trust store:');
    const added = await addEntries(plan.entries, file, call, print);
    const levels = plan.levels.filter(({ line, domain, level }) => {
      if (level !== 'verify' || added.domains.has(domain)) return true;
      print(`  line ${line}: ${domain}: verify is not set, because nothing of it is trusted`);
      return false;
    });
    if (levels.length > 0)
      print(`Levels, ${owners.length === 0 ? 'for every alias' : 'for the owners named'}:`);
    const failures = added.failures + (await setLevels(levels, owners, call, print));
    if (failures > 0) throw new CommandFailure(`${failures} of these could not be done; see above.`);
    print('Done.');
  },
};
