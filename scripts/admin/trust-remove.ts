/** `admin trust remove ID`. */
import type { Command } from './command.ts';
import { valueOf } from './operator-api.ts';
import { onlyPositional, parseParameters } from './parameters.ts';

export const trustRemove: Command = {
  name: 'trust remove',
  usage: 'ID',
  purpose: 'trust an entry no more; trust list shows the ids',
  async run(parameters, { api, print }) {
    const { positionals } = parseParameters(parameters, {});
    const id = onlyPositional(positionals, 'the id of an entry');
    valueOf(await (await api())('DELETE', `/v1/admin/trust/${encodeURIComponent(id)}`));
    print(`Removed: ${id}`);
  },
};
