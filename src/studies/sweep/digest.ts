/** SHA-256 in hexadecimal, portable: what names units of work and results, whoever computes them. */
import { sha256 } from "../../results/report/sha256.ts";

/** 64 hexadecimal digits of a text's UTF-8 bytes. */
export const hexDigest = (text: string): string => {
  let hex = "";
  for (const byte of sha256(new TextEncoder().encode(text))) hex += byte.toString(16).padStart(2, "0");
  return hex;
};
