/**
 * Blanks what is not code: comments, the text of strings and templates, regular expressions. Every other
 * character keeps its place, so a finding in the blanked text has the line and column of the source.
 * Quotes stay; expressions inside `${…}` stay and are code. No parser: a scanner with one rule of thumb,
 * which tells a regular expression from a division by what stands before it.
 */

const beforeRegex =
  /(?:^|[([{},;:=!&|?+\-*%<>~^]|\b(?:return|typeof|case|in|of|do|else|void|delete|throw|new|await|yield))$/;

export function blankNonCode(source: string): string {
  const out = source.split("");
  const blank = (from: number, to: number): void => {
    for (let i = from; i < to && i < out.length; i++) if (out[i] !== "\n") out[i] = " ";
  };
  /** One entry for each open `${`: how many braces are open inside it. */
  const templates: number[] = [];
  let code = ""; // the last significant characters, to judge a slash by
  let at = 0;

  const template = (from: number): number => {
    let i = from;
    while (i < source.length && source[i] !== "`") {
      if (source.startsWith("${", i)) {
        blank(from, i);
        templates.push(0);
        code = "{";
        return i + 2;
      }
      i += source[i] === "\\" ? 2 : 1;
    }
    blank(from, i);
    code = "`";
    return i + 1;
  };

  while (at < source.length) {
    const char = source[at];
    if (source.startsWith("//", at) || (at === 0 && source.startsWith("#!"))) {
      const end = endOf(source, "\n", at);
      blank(at, end);
      at = end;
    } else if (source.startsWith("/*", at)) {
      const end = endOf(source, "*/", at + 2) + 2;
      blank(at, end);
      at = end;
    } else if (char === '"' || char === "'") {
      const end = endOfQuoted(source, at + 1, char);
      blank(at + 1, end);
      code = char;
      at = end + 1;
    } else if (char === "`") {
      at = template(at + 1);
    } else if (char === "/" && beforeRegex.test(code)) {
      const end = endOfRegex(source, at + 1);
      blank(at, end);
      code = "/";
      at = end;
    } else if (char === "}" && templates.at(-1) === 0) {
      templates.pop();
      at = template(at + 1);
    } else {
      if (templates.length > 0 && char === "{") templates[templates.length - 1]++;
      if (templates.length > 0 && char === "}") templates[templates.length - 1]--;
      code = /\s/.test(char) ? separate(code) : (code + char).slice(-12);
      at++;
    }
  }
  return out.join("");
}

/** A word ends at white space: `return /x/` is judged by `return`, `a b` never becomes `ab`. */
const separate = (code: string): string => (/\w$/.test(code) && !beforeRegex.test(code) ? "a" : code);

function endOf(source: string, mark: string, from: number): number {
  const end = source.indexOf(mark, from);
  return end === -1 ? source.length : end;
}

function endOfQuoted(source: string, from: number, quote: string): number {
  let i = from;
  while (i < source.length && source[i] !== quote && source[i] !== "\n") i += source[i] === "\\" ? 2 : 1;
  return i;
}

function endOfRegex(source: string, from: number): number {
  let inClass = false;
  let i = from;
  while (i < source.length && source[i] !== "\n" && (inClass || source[i] !== "/")) {
    if (source[i] === "[") inClass = true;
    if (source[i] === "]") inClass = false;
    i += source[i] === "\\" ? 2 : 1;
  }
  i++;
  while (i < source.length && /[a-z]/.test(source[i])) i++;
  return i;
}
