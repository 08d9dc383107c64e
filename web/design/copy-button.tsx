/** Something to take along, such as an address, and the button that does it. */
import { useState } from 'preact/hooks';

import { Button } from './button.tsx';
import { toast } from './toast.tsx';

export interface CopyWords {
  readonly copy: string;
  readonly copied: string;
  /** The browser did not allow it: select and copy by hand. */
  readonly failed: string;
}

export function CopyButton(props: {
  readonly text: string;
  readonly label?: string | undefined;
  readonly words: CopyWords;
}) {
  const { text, words, label } = props;
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      toast(words.copied);
    } catch {
      toast(words.failed);
    }
  };
  return (
    <Button small label={label} onPress={() => void copy()}>
      {isCopied ? words.copied : words.copy}
    </Button>
  );
}

export function Copyable(props: { readonly text: string; readonly words: CopyWords }) {
  return (
    <div class="copyable">
      <span class="copyable-text">{props.text}</span>
      <CopyButton text={props.text} words={props.words} />
    </div>
  );
}
