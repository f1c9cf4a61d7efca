import { layout } from './layout.ts';

/** A multiplication and a rotation for the byte $c: one step of a lane of `hashText`. */
const hashStep = (lane: string, factor: string, turn: number): string =>
  `(local.set ${lane} (i32.rotl (i32.mul (i32.xor (local.get ${lane}) (local.get $c)) (i32.const ${factor})) (i32.const ${turn})))`;

/** Where in the 16 bytes at p + offset a newline is. */
const newlinesAt = (offset: number): string =>
  `(i8x16.eq (v128.load offset=${offset} (local.get $p)) (local.get $v))`;

/** Puts the next entry into the list: what it is, and two words about it. */
const putEntry = (kind: number, first: string, second: string): string =>
  `(i32.store (global.get $entry) (i32.const ${kind}))
      (i32.store offset=4 (global.get $entry) (local.get $line))
      (i32.store offset=8 (global.get $entry) ${first})
      (i32.store offset=12 (global.get $entry) ${second})
      (global.set $entry (i32.add (global.get $entry) (i32.const 16)))`;

/** The part of the kernel that lists the keys of lines, in WebAssembly text: see `kernelText.ts`. */
export const keysText = `
  ;; The first newline at or after p.
  (func $findNewline (param $p i32) (result i32) (local $v v128) (local $bits i32)
    (local.set $v (i8x16.splat (i32.const 10)))
    (loop $more
      (if (i32.eqz (v128.any_true (v128.or (v128.or ${newlinesAt(0)} ${newlinesAt(16)})
                                           (v128.or ${newlinesAt(32)} ${newlinesAt(48)}))))
        (then (local.set $p (i32.add (local.get $p) (i32.const 64))) (br $more))))
    (loop $exact
      (local.set $bits (i8x16.bitmask ${newlinesAt(0)}))
      (if (i32.eqz (local.get $bits))
        (then (local.set $p (i32.add (local.get $p) (i32.const 16))) (br $exact))))
    (i32.add (local.get $p) (i32.ctz (local.get $bits))))

  (func $mix (param $hash i32) (result i32)
    (local.set $hash (i32.mul (i32.xor (local.get $hash) (i32.shr_u (local.get $hash) (i32.const 16))) (i32.const 0x85ebca6b)))
    (local.set $hash (i32.mul (i32.xor (local.get $hash) (i32.shr_u (local.get $hash) (i32.const 13))) (i32.const 0xc2b2ae35)))
    (i32.xor (local.get $hash) (i32.shr_u (local.get $hash) (i32.const 16))))

  ;; Lists the value in [p, end): by its hash (as hashText has it) if it is a text of plain ASCII, else by its place.
  (func $putValue (param $p i32) (param $end i32) (param $line i32)
    (local $at i32) (local $last i32) (local $c i32) (local $low i32) (local $high i32) (local $length i32)
    (local.set $at (i32.add (local.get $p) (i32.const 1)))
    (local.set $last (i32.sub (local.get $end) (i32.const 1)))
    (local.set $low (i32.const 0x9747b28c))
    (local.set $high (i32.const 0x3c6ef372))
    (block $plain
      (block $other
        (br_if $other (i32.ne (i32.load8_u (local.get $p)) (i32.const 34)))
        (loop $more
          (br_if $plain (i32.eq (local.get $at) (local.get $last)))
          (local.set $c (i32.load8_u (local.get $at)))
          (br_if $other (i32.or (i32.eq (local.get $c) (i32.const 92)) (i32.gt_u (local.get $c) (i32.const 127))))
          ${hashStep('$low', '0xcc9e2d51', 15)}
          ${hashStep('$high', '0x1b873593', 13)}
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br $more)))
      ${putEntry(1, '(local.get $p)', '(local.get $end)')}
      (return))
    (local.set $length (i32.sub (i32.sub (local.get $end) (local.get $p)) (i32.const 2)))
    ${putEntry(
      0,
      '(call $mix (i32.xor (local.get $low) (local.get $length)))',
      '(call $mix (i32.xor (local.get $high) (i32.mul (local.get $length) (i32.const 0x85ebca6b))))',
    )})

  (func $putLine (param $p i32) (param $end i32) (param $line i32)
    ${putEntry(2, '(local.get $p)', '(local.get $end)')})

  ;; Lists the keys of the lines in [p, end) until the list is full; answers where it stopped. Trie wants one path, whose
  ;; last key the needle is. The list begins with the number of entries and of lines.
  (func $listKeys (export "listKeys") (param $p i32) (param $end i32) (param $trie i32)
    (param $needle i32) (param $length i32) (param $i i32) (param $j i32) (result i32)
    (local $name i32) (local $last i32) (local $line i32) (local $lineEnd i32) (local $verdict i32)
    (global.set $entry (i32.const ${layout.keys + 8}))
    (local.set $name (call $find (local.get $p) (local.get $end) (local.get $needle) (local.get $length) (local.get $i) (local.get $j)))
    (block $full
      (loop $lines
        (br_if $full (i32.ge_u (local.get $p) (local.get $end)))
        (br_if $full (i32.gt_u (global.get $entry) (i32.const ${layout.file - 16})))
        (local.set $lineEnd (call $findNewline (local.get $p)))
        (local.set $last (i32.const 0))
        (block $named
          (loop $names
            (br_if $named (i32.eqz (local.get $name)))
            (br_if $named (i32.gt_u (local.get $name) (local.get $lineEnd)))
            (local.set $last (local.get $name))
            (local.set $name (call $find (i32.add (local.get $name) (i32.const 1)) (local.get $end)
              (local.get $needle) (local.get $length) (local.get $i) (local.get $j)))
            (br $names)))
        ;; Paths reach into the elements of a list; a key is at the top of an object.
        (if (i32.and (i32.ne (local.get $last) (i32.const 0))
                     (i32.eq (i32.load8_u (call $skipSpace (local.get $p))) (i32.const 123)))
          (then
            ;; The value after its name ends later than the name does.
            (local.set $verdict (call $scan (local.get $p) (local.get $lineEnd) (local.get $trie) (local.get $last)))
            (if (i32.eq (local.get $verdict) (i32.const 2))
              (then (call $putLine (local.get $p) (local.get $lineEnd) (local.get $line)))
              (else (if (i32.and (i32.ne (local.get $verdict) (i32.const 0)) (i32.eq (global.get $recordCount) (i32.const 1)))
                (then (call $putValue (i32.load offset=${layout.records + 4} (i32.const 0))
                                      (i32.load offset=${layout.records + 8} (i32.const 0)) (local.get $line))))))))
        (local.set $line (i32.add (local.get $line) (i32.const 1)))
        (local.set $p (i32.add (local.get $lineEnd) (i32.const 1)))
        (br $lines)))
    (i32.store offset=${layout.keys} (i32.const 0)
      (i32.shr_u (i32.sub (global.get $entry) (i32.const ${layout.keys + 8})) (i32.const 4)))
    (i32.store offset=${layout.keys + 4} (i32.const 0) (local.get $line))
    (local.get $p))
`;
