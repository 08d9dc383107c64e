/** The plain text of a message: as it was written, what is quoted quieter. */
import { blocksOf, piecesOf } from '../plain.ts';

export function TextBody({ text }: { readonly text: string }) {
  return (
    <div class="message-text" dir="auto">
      {blocksOf(text).map(({ quoted, lines }, at) => (
        <p key={at} class={quoted ? 'message-quoted' : undefined}>
          {piecesOf(lines.join('\n')).map((piece, index) =>
            piece.href === null ? (
              piece.text
            ) : (
              <a key={index} href={piece.href} target="_blank" rel="noopener noreferrer">
                {piece.text}
              </a>
            ),
          )}
        </p>
      ))}
    </div>
  );
}
