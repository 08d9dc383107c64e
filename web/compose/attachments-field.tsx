/** Files to attach: chosen or dropped, each with its progress, and a way to take it off again. */
import { useEffect, useId, useState } from 'preact/hooks';

import { Button } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { config } from '../shell/config.ts';
import { useFormats, useWords } from '../words/words.ts';
import { sizeInMessage, type Attachment, type Attachments } from './attachments.ts';
import { words } from './words.ts';

export function AttachmentsField(props: {
  readonly attachments: Attachments;
  readonly error: string | undefined;
}) {
  const t = useWords(words);
  const f = useFormats();
  const id = useId();
  const [isOver, setOver] = useState(false);
  const { attachments, error } = props;
  // A file that falls beside the field would be opened by the browser in place of this page.
  useEffect(() => {
    const keep = (event: DragEvent): void => {
      event.preventDefault();
    };
    for (const name of ['dragover', 'drop'] as const) addEventListener(name, keep);
    return () => {
      for (const name of ['dragover', 'drop'] as const) removeEventListener(name, keep);
    };
  }, []);
  const { items } = attachments;
  const limit = config().messageSizeLimit;
  const total = items.reduce((sum, { size }) => sum + size, 0);
  const isTooMuch = items.reduce((sum, { size }) => sum + sizeInMessage(size), 0) > limit;
  return (
    <div
      class={`compose-files${isOver ? ' compose-files-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => {
        setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        attachments.add([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      <div class="row">
        <span class="field-label" id={`${id}-label`}>
          {t.attachments}
        </span>
        <label class="button button-small compose-pick">
          <Icon name="attachment" />
          {t.addFiles}
          <input
            class="visually-hidden"
            type="file"
            multiple
            aria-invalid={error === undefined ? undefined : 'true'}
            aria-describedby={error === undefined ? undefined : `${id}-error`}
            onChange={(event) => {
              attachments.add([...(event.currentTarget.files ?? [])]);
              // The same file can be chosen again after it was taken off.
              event.currentTarget.value = '';
            }}
          />
        </label>
        <span class="quiet small compose-drop">{t.drop}</span>
      </div>
      {items.length > 0 && (
        <ul class="stack-tight" aria-labelledby={`${id}-label`}>
          {items.map((item) => (
            <Row key={item.id} item={item} attachments={attachments} />
          ))}
        </ul>
      )}
      {items.length > 1 && <p class="quiet small">{t.together(f.size(total))}</p>}
      {isTooMuch && <p class="small">{t.tooMuch(f.size(Math.floor((limit / 78) * 57)))}</p>}
      {error !== undefined && (
        <p class="field-error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

function Row({ item, attachments }: { readonly item: Attachment; readonly attachments: Attachments }) {
  const t = useWords(words);
  const f = useFormats();
  const { id, name, size, state } = item;
  const isRunning = state.kind === 'fetching' || state.kind === 'uploading';
  return (
    <li class="compose-file">
      <span class="compose-file-name">
        <bdi>{name}</bdi> <span class="quiet small">{f.size(size)}</span>
      </span>
      {isRunning && (
        <progress
          aria-label={t.uploading(name)}
          max={Math.max(1, size)}
          value={state.kind === 'uploading' ? state.sent : undefined}
        />
      )}
      {state.kind === 'fetching' && <span class="quiet small">{t.fetching}</span>}
      {state.kind === 'ready' && <span class="quiet small">{t.ready}</span>}
      {state.kind === 'failed' && (
        <span class="field-error" role="alert">
          {state.why ?? { fetch: t.fetchFailed, upload: t.uploadFailed, empty: t.empty }[state.step]}
        </span>
      )}
      {state.kind === 'failed' && state.step !== 'empty' && state.why === null && (
        <Button
          small
          onPress={() => {
            attachments.retry(id);
          }}
        >
          {t.retry(name)}
        </Button>
      )}
      <Button
        small
        kind="quiet"
        onPress={() => {
          attachments.remove(id);
        }}
      >
        {isRunning ? t.cancel(name) : t.remove(name)}
      </Button>
    </li>
  );
}
