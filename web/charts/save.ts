/** Saves what was made here as a file of the reader, without any request. */

/** @param name - of the file; what no file system likes is replaced */
export const save = (name: string, content: Blob | string, type = "text/plain"): void => {
  const blob = typeof content === "string" ? new Blob([content], { type }) : content;
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName(name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};

/** Letters, digits and dashes of a title: `who-has-the-accelerators.png`. */
export const fileName = (name: string): string => {
  const end = name.lastIndexOf(".");
  const [stem, ending] = end === -1 ? [name, ""] : [name.slice(0, end), name.slice(end)];
  const plain = stem
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  return `${plain === "" ? "chart" : plain}${ending}`;
};
