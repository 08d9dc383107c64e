/** What is attached, for saving. */
import { Button } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { Card } from '../../design/surface.tsx';
import { toast } from '../../design/toast.tsx';
import { useFormats, useWords } from '../../words/words.ts';
import { oneLine, type Message } from '../plain.ts';
import { saveAttachment } from './save.ts';
import { words } from './words.ts';

export function Attachments({ message }: { readonly message: Message }) {
  const t = useWords(words);
  const f = useFormats();
  const save = async (index: number, name: string): Promise<void> => {
    if (!(await saveAttachment(message.id, index, name))) toast(t.saveFailed);
  };
  return (
    <Card label={t.attachments}>
      <h2>{t.attachments}</h2>
      <ul class="stack-tight message-attachments">
        {message.attachments.map(({ filename, size }, index) => {
          const name = oneLine(filename ?? '') || t.attachment(index + 1);
          return (
            <li key={index}>
              <span>
                <Icon name="attachment" /> <bdi>{name}</bdi> <span class="quiet small">{f.size(size)}</span>
              </span>
              <Button small onPress={() => void save(index, name)}>
                {t.saveAttachment(name)}
              </Button>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
