import { layout } from './layout.ts';

/** Which of the 16 bytes at p + offset equal (or are at most) one of the bytes in `layout.stops`, a bit each. */
const stopBits = (offset: number, op: 'eq' | 'le_u', stop: number): string =>
  `(i8x16.${op} (v128.load offset=${offset} (local.get $p)) (v128.load offset=${layout.stops + stop * 16} (i32.const 0)))`;
const quoteBits = (offset: number): string => `(i8x16.bitmask ${stopBits(offset, 'eq', 0)})`;
const otherBits = (offset: number): string =>
  `(i8x16.bitmask (v128.or ${stopBits(offset, 'eq', 1)} ${stopBits(offset, 'le_u', 2)}))`;
const twice = (bits: (offset: number) => string): string =>
  `(i32.or ${bits(1)} (i32.shl ${bits(17)} (i32.const 16)))`;

/**
 * What to do if the text that begins at p ends within 16 or 32 bytes and has no escape before: $q is then one before its
 * last quote. Only the quotes are waited for to go on; that nothing else came before them is checked beside, which is
 * quicker by a tenth.
 */
export const ifShort = (bytes: 16 | 32, then: string): string => {
  const [quotes, others] = bytes === 16 ? [quoteBits(1), otherBits(1)] : [twice(quoteBits), twice(otherBits)];
  return `(local.set $bits ${quotes})
          (if (i32.and (i32.ne (local.get $bits) (i32.const 0))
                       (i32.eqz (i32.and (i32.sub (local.get $bits) (i32.const 1)) ${others})))
            (then
              (local.set $q (i32.add (local.get $p) (i32.ctz (local.get $bits))))
              ${then}))`;
};

/** The part of the kernel that passes texts, numbers and words, in WebAssembly text: see `kernelText.ts`. */
export const tokensText = `
  (func $skipSpace (param $p i32) (result i32) (local $c i32)
    (loop $more
      (local.set $c (i32.load8_u (local.get $p)))
      (if (i32.gt_u (local.get $c) (i32.const 32)) (then (return (local.get $p))))
      (if (i32.or (i32.eq (local.get $c) (i32.const 32))
                  (i32.or (i32.eq (local.get $c) (i32.const 9)) (i32.eq (local.get $c) (i32.const 13))))
        (then (local.set $p (i32.add (local.get $p) (i32.const 1))) (br $more))))
    (local.get $p))

  (func $isHex (param $c i32) (result i32)
    (i32.or (i32.lt_u (i32.sub (local.get $c) (i32.const 48)) (i32.const 10))
            (i32.lt_u (i32.sub (i32.or (local.get $c) (i32.const 32)) (i32.const 97)) (i32.const 6))))

  ;; Bytes of the escape at p (which is a backslash), 0 if JSON has no such escape.
  (func $measureEscape (param $p i32) (result i32) (local $c i32)
    (local.set $c (i32.load8_u offset=1 (local.get $p)))
    (if (i32.eq (local.get $c) (i32.const 117)) ;; u
      (then (return (i32.mul (i32.const 6)
        (i32.and (i32.and (call $isHex (i32.load8_u offset=2 (local.get $p))) (call $isHex (i32.load8_u offset=3 (local.get $p))))
                 (i32.and (call $isHex (i32.load8_u offset=4 (local.get $p))) (call $isHex (i32.load8_u offset=5 (local.get $p)))))))))
    (if (i32.or (i32.or (i32.eq (local.get $c) (i32.const 34)) (i32.eq (local.get $c) (i32.const 92)))
                (i32.or (i32.eq (local.get $c) (i32.const 47)) (i32.eq (local.get $c) (i32.const 110))))
      (then (return (i32.const 2)))) ;; " \\ / n
    (if (i32.or (i32.or (i32.eq (local.get $c) (i32.const 98)) (i32.eq (local.get $c) (i32.const 102)))
                (i32.or (i32.eq (local.get $c) (i32.const 114)) (i32.eq (local.get $c) (i32.const 116))))
      (then (return (i32.const 2)))) ;; b f r t
    (i32.const 0))

  ;; p is after the opening quote; answers after the closing one, or 0.
  (func $skipString (param $p i32) (result i32) (local $bits i32) (local $c i32) (local $v v128)
    (loop $more
      (local.set $v (v128.load (local.get $p)))
      (local.set $bits (i8x16.bitmask (v128.or
        (v128.or (i8x16.eq (local.get $v) (v128.load offset=${layout.stops} (i32.const 0)))
                 (i8x16.eq (local.get $v) (v128.load offset=${layout.stops + 16} (i32.const 0))))
        (i8x16.le_u (local.get $v) (v128.load offset=${layout.stops + 32} (i32.const 0))))))
      (if (i32.eqz (local.get $bits))
        (then (local.set $p (i32.add (local.get $p) (i32.const 16))) (br $more)))
      (local.set $p (i32.add (local.get $p) (i32.ctz (local.get $bits))))
      (local.set $c (i32.load8_u (local.get $p)))
      (if (i32.eq (local.get $c) (i32.const 34)) (then (return (i32.add (local.get $p) (i32.const 1)))))
      (if (i32.ne (local.get $c) (i32.const 92)) (then (return (i32.const 0))))
      (global.set $escaped (i32.const 1))
      (local.set $c (call $measureEscape (local.get $p)))
      (if (i32.eqz (local.get $c)) (then (return (i32.const 0))))
      (local.set $p (i32.add (local.get $p) (local.get $c)))
      (br $more))
    (unreachable))

  (func $skipDigits (param $p i32) (result i32)
    (loop $more
      (if (i32.lt_u (i32.sub (i32.load8_u (local.get $p)) (i32.const 48)) (i32.const 10))
        (then (local.set $p (i32.add (local.get $p) (i32.const 1))) (br $more))))
    (local.get $p))

  ;; p is at the first character of a number; answers after the last, or 0. Most are a few digits: those are counted at once,
  ;; without a branch for each, which no processor guesses.
  (func $skipNumber (param $p i32) (result i32) (local $q i32) (local $c i32)
    (local.set $c (i32.ctz (i32.xor (i32.const -1) (i8x16.bitmask (i8x16.le_u
      (i8x16.sub (v128.load (local.get $p)) (v128.load offset=${layout.digits} (i32.const 0)))
      (v128.load offset=${layout.digits + 16} (i32.const 0)))))))
    (local.set $q (i32.add (local.get $p) (local.get $c)))
    (if (i32.and (i32.lt_u (i32.sub (local.get $c) (i32.const 1)) (i32.const 15)) (i32.ne (i32.load8_u (local.get $p)) (i32.const 48)))
      (then
        (local.set $c (i32.load8_u (local.get $q)))
        (if (i32.eqz (i32.or (i32.eq (local.get $c) (i32.const 46)) (i32.eq (i32.or (local.get $c) (i32.const 32)) (i32.const 101))))
          (then (return (local.get $q))))))
    (local.set $p (i32.add (local.get $p) (i32.eq (i32.load8_u (local.get $p)) (i32.const 45))))
    (if (i32.eq (i32.load8_u (local.get $p)) (i32.const 48))
      (then (local.set $p (i32.add (local.get $p) (i32.const 1))))
      (else
        (local.set $q (call $skipDigits (local.get $p)))
        (if (i32.eq (local.get $q) (local.get $p)) (then (return (i32.const 0))))
        (local.set $p (local.get $q))))
    (if (i32.eq (i32.load8_u (local.get $p)) (i32.const 46))
      (then
        (local.set $p (i32.add (local.get $p) (i32.const 1)))
        (local.set $q (call $skipDigits (local.get $p)))
        (if (i32.eq (local.get $q) (local.get $p)) (then (return (i32.const 0))))
        (local.set $p (local.get $q))))
    (if (i32.eq (i32.or (i32.load8_u (local.get $p)) (i32.const 32)) (i32.const 101))
      (then
        (local.set $p (i32.add (local.get $p) (i32.const 1)))
        (local.set $c (i32.load8_u (local.get $p)))
        (local.set $p (i32.add (local.get $p)
          (i32.or (i32.eq (local.get $c) (i32.const 43)) (i32.eq (local.get $c) (i32.const 45)))))
        (local.set $q (call $skipDigits (local.get $p)))
        (if (i32.eq (local.get $q) (local.get $p)) (then (return (i32.const 0))))
        (local.set $p (local.get $q))))
    (local.get $p))

  ;; true, false, null at p (c is its first character); answers after it, or 0.
  (func $skipWord (param $p i32) (param $c i32) (result i32)
    (if (i32.eq (i32.load (local.get $p)) (i32.const 0x65757274)) ;; true
      (then (return (i32.add (local.get $p) (i32.const 4)))))
    (if (i32.eq (i32.load (local.get $p)) (i32.const 0x6c6c756e)) ;; null
      (then (return (i32.add (local.get $p) (i32.const 4)))))
    (if (i32.and (i32.eq (local.get $c) (i32.const 102)) (i32.eq (i32.load offset=1 (local.get $p)) (i32.const 0x65736c61)))
      (then (return (i32.add (local.get $p) (i32.const 5)))))
    (i32.const 0))`;
