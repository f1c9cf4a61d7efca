import { findText } from './findText.ts';
import { keysText } from './keysText.ts';
import { layout } from './layout.ts';
import { ifShort, tokensText } from './tokensText.ts';

// Blanks between values are rare: they are called for only where the byte that is expected is not there at once.

/** The next byte that is no blank, into $c; $p is at it. */
const readByte = `(local.set $c (i32.load8_u (local.get $p)))
        (if (i32.le_u (local.get $c) (i32.const 32))
          (then
            (local.set $p (call $skipSpace (local.get $p)))
            (local.set $c (i32.load8_u (local.get $p)))))`;

/** Moves $p to the next byte that is no blank; answers 0 if it is another. */
const expectByte = (byte: number): string => `(if (i32.ne (i32.load8_u (local.get $p)) (i32.const ${byte}))
      (then
        (local.set $p (call $skipSpace (local.get $p)))
        (if (i32.ne (i32.load8_u (local.get $p)) (i32.const ${byte})) (then (return (i32.const 0))))))`;

/**
 * The kernel in WebAssembly text: what has to look at every byte. See `kernel.ts` for what the exports promise, and
 * `layout.ts` for its memory. A line ends where a `\n` (or any control character) stands: every loop stops there, so none
 * asks for the end. After a change: `node scripts/assembleKernel.ts`.
 */
export const kernelText = `
(module
  (import "host" "memory" (memory 2))
  (global $recordCount i32)
  (global $escaped i32) ;; set when skipString meets a backslash
  (global $high i32)    ;; the other half of a hash
  (global $child i32)   ;; trie node of the key that readKey read
  (global $entry i32)   ;; where the next entry of the list of keys goes

${tokensText}
  (func $isEqual (param $a i32) (param $b i32) (param $length i32) (result i32)
    (loop $more
      (if (i32.eqz (local.get $length)) (then (return (i32.const 1))))
      (local.set $length (i32.sub (local.get $length) (i32.const 1)))
      (if (i32.eq (i32.load8_u (i32.add (local.get $a) (local.get $length)))
                  (i32.load8_u (i32.add (local.get $b) (local.get $length))))
        (then (br $more))))
    (i32.const 0))

  ;; The child of node that this key leads to; 0 if none is wanted, 1 if it was there before in this object.
  (func $findChild (param $node i32) (param $key i32) (param $length i32) (param $sp i32) (result i32)
    (local $i i32) (local $count i32) (local $entry i32) (local $bit i32)
    (local.set $count (i32.load offset=4 (local.get $node)))
    (local.set $entry (i32.add (local.get $node) (i32.const 8)))
    (loop $more
      (if (i32.eq (local.get $i) (local.get $count)) (then (return (i32.const 0))))
      (if (i32.eq (i32.load offset=4 (local.get $entry)) (local.get $length))
        (then (if (call $isEqual (i32.load (local.get $entry)) (local.get $key) (local.get $length))
          (then
            (local.set $bit (i32.shl (i32.const 1) (local.get $i)))
            (if (i32.and (i32.load offset=8 (local.get $sp)) (local.get $bit)) (then (return (i32.const 1))))
            (i32.store offset=8 (local.get $sp) (i32.or (i32.load offset=8 (local.get $sp)) (local.get $bit)))
            (return (i32.load offset=8 (local.get $entry)))))))
      (local.set $entry (i32.add (local.get $entry) (i32.const 12)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br $more))
    (unreachable))

  ;; A key and its colon. Answers where the value begins; 0: not JSON; 1: cannot tell. Leaves the key's node in $child.
  (func $readKey (param $p i32) (param $sp i32) (result i32) (local $from i32) (local $node i32)
    ${expectByte(34)}
    (local.set $from (i32.add (local.get $p) (i32.const 1)))
    (global.set $escaped (i32.const 0))
    (local.set $p (call $skipString (local.get $from)))
    (if (i32.eqz (local.get $p)) (then (return (i32.const 0))))
    (global.set $child (i32.const 0))
    (local.set $node (i32.load (local.get $sp)))
    (if (local.get $node)
      (then
        (if (global.get $escaped) (then (return (i32.const 1))))
        (global.set $child (call $findChild (local.get $node) (local.get $from)
          (i32.sub (i32.sub (local.get $p) (i32.const 1)) (local.get $from)) (local.get $sp)))
        (if (i32.eq (global.get $child) (i32.const 1)) (then (return (i32.const 1))))))
    ${expectByte(58)}
    (i32.add (local.get $p) (i32.const 1)))

  (func $record (param $node i32) (param $from i32) (param $to i32) (local $at i32)
    (local.set $at (i32.add (i32.const ${layout.records}) (i32.mul (global.get $recordCount) (i32.const 12))))
    (global.set $recordCount (i32.add (global.get $recordCount) (i32.const 1)))
    (if (i32.gt_u (global.get $recordCount) (i32.const ${layout.recordLimit})) (then (return)))
    (i32.store (local.get $at) (i32.sub (i32.load (local.get $node)) (i32.const 1)))
    (i32.store offset=4 (local.get $at) (local.get $from))
    (i32.store offset=8 (local.get $at) (local.get $to)))

  (func $countRecords (export "countRecords") (result i32) (global.get $recordCount))

  ;; Answers 0: not JSON; 1: JSON; 2: cannot tell; 3: so far so good, at the first comma beyond $until.
  (func $scan (export "scan") (param $p i32) (param $end i32) (param $node i32) (param $until i32) (result i32)
    (local $c i32) (local $fresh i32) (local $sp i32) (local $from i32) (local $bits i32) (local $q i32)
    (local.set $sp (i32.const ${layout.stack}))
    (i32.store offset=4 (local.get $sp) (i32.const 8)) ;; the line itself is closed by nothing
    (global.set $recordCount (i32.const 0))
    (loop $value
      (if (local.get $fresh)
        (then
          (block $keyed
            ;; Most keys are short, nobody wants them, and their colon follows at once.
            (if (i32.eqz (local.get $node)) (then (if (i32.eq (i32.load8_u (local.get $p)) (i32.const 34)) (then
              ${ifShort(
                16,
                `(if (i32.eq (i32.load16_u offset=1 (local.get $q)) (i32.const 0x3a22)) ;; ":
                (then
                  (local.set $p (i32.add (local.get $q) (i32.const 3)))
                  (br $keyed)))`,
              )}))))
            (local.set $p (call $readKey (local.get $p) (local.get $sp)))
            (if (i32.le_u (local.get $p) (i32.const 1)) (then (return (i32.shl (local.get $p) (i32.const 1)))))
            (local.set $node (global.get $child)))))
      (block $after
        ${readByte}
        (local.set $from (local.get $p))
        (if (i32.eq (local.get $c) (i32.const 34))
          (then
            (block $closed
              ${ifShort(32, '(local.set $p (i32.add (local.get $q) (i32.const 2))) (br $closed)')}
              (local.set $p (call $skipString (i32.add (local.get $p) (i32.const 1))))))
          (else (if (i32.or (i32.eq (local.get $c) (i32.const 123)) (i32.eq (local.get $c) (i32.const 91)))
            (then ;; { or [
              (local.set $sp (i32.add (local.get $sp) (i32.const 16)))
              (if (i32.ge_u (local.get $sp) (i32.const ${layout.stackEnd - 16})) (then (return (i32.const 2))))
              (i32.store (local.get $sp) (local.get $node))
              (i32.store offset=4 (local.get $sp) (i32.eq (local.get $c) (i32.const 123)))
              (i32.store offset=8 (local.get $sp) (i32.const 0))
              (i32.store offset=12 (local.get $sp) (i32.const 0))
              (if (i32.and (local.get $fresh) (i32.ne (local.get $node) (i32.const 0)))
                (then (if (i32.load (local.get $node)) (then (i32.store offset=12 (local.get $sp) (local.get $from))))))
              (local.set $fresh (i32.eq (local.get $c) (i32.const 123)))
              (local.set $p (i32.add (local.get $p) (i32.const 1)))
              ${readByte}
              ;; } and ] are two after { and [
              (br_if $value (i32.ne (local.get $c) (i32.add (i32.const 93) (i32.shl (local.get $fresh) (i32.const 5)))))
              (local.set $fresh (i32.const 0)) ;; closed at once: the loop below takes it off
              (br $after))
            (else (if (i32.ge_u (local.get $c) (i32.const 97))
              (then (local.set $p (call $skipWord (local.get $p) (local.get $c))))
              (else (local.set $p (call $skipNumber (local.get $p)))))))))
        (if (i32.eqz (local.get $p)) (then (return (i32.const 0))))
        (if (i32.and (local.get $fresh) (i32.ne (local.get $node) (i32.const 0)))
          (then (if (i32.load (local.get $node))
            (then
              (call $record (local.get $node) (local.get $from) (local.get $p)))))))
      (loop $ended
        ${readByte}
        (local.set $p (i32.add (local.get $p) (i32.const 1)))
        (local.set $fresh (i32.load offset=4 (local.get $sp)))
        (if (i32.eq (local.get $c) (i32.const 44)) ;; ,
          (then
            (if (i32.gt_u (local.get $fresh) (i32.const 1)) (then (return (i32.const 0))))
            (if (i32.gt_u (local.get $p) (local.get $until)) (then (return (i32.const 3))))
            (local.set $node (i32.load (local.get $sp)))
            (br $value)))
        (if (i32.ne (local.get $c) (i32.add (i32.const 93) (i32.shl (local.get $fresh) (i32.const 5)))) ;; ] or }
          (then
            (if (i32.eq (local.get $sp) (i32.const ${layout.stack}))
              (then
                (if (i32.gt_u (global.get $recordCount) (i32.const ${layout.recordLimit})) (then (return (i32.const 2))))
                (return (i32.eq (i32.sub (local.get $p) (i32.const 1)) (local.get $end)))))
            (return (i32.const 0))))
        (if (i32.load offset=12 (local.get $sp))
          (then (call $record (i32.load (local.get $sp)) (i32.load offset=12 (local.get $sp)) (local.get $p))))
        (local.set $sp (i32.sub (local.get $sp) (i32.const 16)))
        (br $ended)))
    (unreachable))

  (func $hashHigh (export "hashHigh") (result i32) (global.get $high))

  ;; MurmurHash3 in two lanes over [p, end), 8 bytes at a time, the rest one by one; the other half is left in $high.
  (func $hash (export "hash") (param $p i32) (param $end i32) (result i32) (local $a i32) (local $b i32)
    (local.set $a (i32.const 0x239b961b))
    (local.set $b (i32.const 0x38b34ae5))
    (loop $more
      (if (i32.le_u (i32.add (local.get $p) (i32.const 8)) (local.get $end))
        (then
          (local.set $a (i32.xor (local.get $a) (i32.mul
            (i32.rotl (i32.mul (i32.load (local.get $p)) (i32.const 0x239b961b)) (i32.const 15)) (i32.const 0x2b0e9789))))
          (local.set $a (i32.add (i32.mul (i32.add (i32.rotl (local.get $a) (i32.const 19)) (local.get $b)) (i32.const 5))
            (i32.const 0x561ccd1b)))
          (local.set $b (i32.xor (local.get $b) (i32.mul
            (i32.rotl (i32.mul (i32.load offset=4 (local.get $p)) (i32.const 0x2b0e9789)) (i32.const 16)) (i32.const 0x38b34ae5))))
          (local.set $b (i32.add (i32.mul (i32.add (i32.rotl (local.get $b) (i32.const 17)) (local.get $a)) (i32.const 5))
            (i32.const 0x0bcaa747)))
          (local.set $p (i32.add (local.get $p) (i32.const 8)))
          (br $more))))
    (loop $rest
      (if (i32.lt_u (local.get $p) (local.get $end))
        (then
          (local.set $a (i32.mul (i32.rotl (i32.xor (local.get $a) (i32.load8_u (local.get $p))) (i32.const 15)) (i32.const 0x2b0e9789)))
          (local.set $b (i32.add (i32.rotl (local.get $b) (i32.const 13)) (local.get $a)))
          (local.set $p (i32.add (local.get $p) (i32.const 1)))
          (br $rest))))
    (global.set $high (i32.add (local.get $b) (local.get $a)))
    (local.get $a))

${findText}
${keysText})
`;
