/** The manual in a dialog over the page: its pages are fetched from beside the page, and lead to each other. */
import { useEffect, useRef, useState } from "preact/hooks";
import { type Block, blocksOf, type Inline } from "./markdown.ts";

export type ManualProps = {
  /** Name of the page that is open, such as `policies`. */
  readonly name: string;
  readonly onOpen: (name: string) => void;
  readonly onClose: () => void;
};

export const Manual = ({ name, onOpen, onClose }: ManualProps) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const [page, show] = useState<{ readonly name: string; readonly blocks: readonly Block[] }>();
  const [problem, tell] = useState("");
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    let isLate = false;
    pageOf(name).then(
      (blocks) => {
        if (isLate) return;
        show({ name, blocks });
        tell("");
        dialog.current?.scrollTo(0, 0);
      },
      (error: unknown) => tell(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      isLate = true;
    };
  }, [name]);
  return (
    <dialog ref={dialog} class="manual" aria-label="Manual" onClose={onClose}>
      <p class="manual-bar">
        <button type="button" disabled={name === "index"} onClick={() => onOpen("index")}>
          Contents
        </button>
        <a href={`./docs/${name}.md`}>{`${name}.md`}</a>
        <button type="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </p>
      {problem !== "" && <p role="alert">The page of the manual could not be fetched: {problem}</p>}
      {page?.blocks.map((block, i) => (
        <Part key={`${page.name} ${i}`} block={block} onOpen={onOpen} />
      ))}
    </dialog>
  );
};

const pageOf = async (name: string): Promise<Block[]> => {
  const response = await fetch(`./docs/${name}.md`);
  if (!response.ok) throw new Error(`${name}.md, ${response.status}`);
  return blocksOf(await response.text());
};

type Opening = { readonly onOpen: (name: string) => void };

const Part = ({ block, onOpen }: Opening & { readonly block: Block }) => {
  const words = (text: readonly Inline[]) => <Words text={text} onOpen={onOpen} />;
  switch (block.kind) {
    case "heading":
      return block.level === 1 ? <h2>{words(block.text)}</h2> : <h3>{words(block.text)}</h3>;
    case "paragraph":
      return <p>{words(block.text)}</p>;
    case "code":
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <pre class="scroll" tabIndex={0}>
          {block.text}
        </pre>
      );
    case "list": {
      const items = block.items.map((item, i) => <li key={i}>{words(item)}</li>);
      return block.isOrdered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case "table":
      return <Grid block={block} onOpen={onOpen} />;
  }
};

const Grid = ({
  block,
  onOpen,
}: Opening & { readonly block: Extract<Block, { readonly kind: "table" }> }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <section class="scroll" tabIndex={0} aria-label="Table">
    <table>
      <thead>
        <tr>
          {block.head.map((cell, i) => (
            <th key={i} scope="col">
              <Words text={cell} onOpen={onOpen} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {block.rows.map((row, r) => (
          <tr key={r}>
            {row.map((cell, i) => (
              <td key={i}>
                <Words text={cell} onOpen={onOpen} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

const Words = ({ text, onOpen }: Opening & { readonly text: readonly Inline[] }) => (
  <>
    {text.map((part, i) => {
      if (part.kind === "code") return <code key={i}>{part.text}</code>;
      if (part.kind === "bold") return <strong key={i}>{part.text}</strong>;
      if (part.kind === "italic") return <em key={i}>{part.text}</em>;
      return part.kind === "link" ? <Link key={i} {...part} onOpen={onOpen} /> : part.text;
    })}
  </>
);

/** To another page of the manual, or to a site on the web; anything else is text. */
const Link = ({ text, to, onOpen }: Opening & { readonly text: string; readonly to: string }) => {
  const page = /^(?:\.\/)?([a-z-]+)\.md(?:#.*)?$/.exec(to)?.[1];
  if (page !== undefined)
    return (
      <button type="button" class="link" onClick={() => onOpen(page)}>
        {text}
      </button>
    );
  return /^https:\/\//.test(to) ? (
    <a href={to} rel="noreferrer">
      {text}
    </a>
  ) : (
    <span>{text}</span>
  );
};
