/** The switch that gives the user the address, the address to copy, and what it means in plain sentences. */
import { ButtonLink } from '../design/button.tsx';
import { Switch } from '../design/choice.tsx';
import { Copyable } from '../design/copy-button.tsx';
import { Card } from '../design/surface.tsx';
import { toast } from '../design/toast.tsx';
import { useWords } from '../words/words.ts';
import type { Saving } from './saving.ts';
import type { Alias, Settings } from './versions.ts';
import { words } from './words.ts';

export function AddressCard(props: {
  readonly alias: Alias;
  readonly shown: Settings;
  readonly saving: Saving;
}) {
  const { alias, shown, saving } = props;
  const t = useWords(words);
  const change = async (enabled: boolean): Promise<void> => {
    if (await saving.save((settings) => ({ ...settings, enabled }))) toast(enabled ? t.on : t.off);
  };
  return (
    <Card label={t.yourAddress}>
      <h2>{t.yourAddress}</h2>
      <Switch
        label={alias.enabled ? t.on : t.off}
        checked={shown.enabled}
        onChange={(enabled) => void change(enabled)}
      />
      <Copyable text={alias.address} words={{ copy: t.copy, copied: t.copied, failed: t.copyFailed }} />
      <div class="stack-tight">
        {t.says.split('\n').map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        {!alias.enabled && <p class="quiet">{t.whileOff}</p>}
      </div>
      {alias.enabled && (
        <div class="row">
          <ButtonLink href="/compose" kind="primary">
            {t.write}
          </ButtonLink>
          <ButtonLink href="/connect">{t.connect}</ButtonLink>
        </div>
      )}
    </Card>
  );
}
