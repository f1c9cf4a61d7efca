/** Where in the 16 bytes at p + offset both rare bytes of a needle are. */
function matchAt(offset: number): string {
  const at = (byte: string): string =>
    `(v128.load offset=${offset} (i32.add (local.get $p) (local.get ${byte})))`;
  return `(v128.and
        (i8x16.eq (v128.or ${at('$i')} (local.get $am)) (local.get $a))
        (i8x16.eq (v128.or ${at('$j')} (local.get $bm)) (local.get $b)))`;
}

/** The part of the kernel that looks for a needle, in WebAssembly text: see `kernelText.ts`. */
export const findText = `
  ;; Whether (byte | mask) equals the needle's byte all along; masks stand after the needle.
  (func $isNeedle (param $p i32) (param $needle i32) (param $length i32) (result i32) (local $i i32) (local $at i32)
    (loop $more
      (if (i32.eq (local.get $i) (local.get $length)) (then (return (i32.const 1))))
      (local.set $at (i32.add (local.get $needle) (local.get $i)))
      (if (i32.eq (i32.load8_u (local.get $at))
                  (i32.or (i32.load8_u (i32.add (local.get $p) (local.get $i)))
                          (i32.load8_u (i32.add (local.get $at) (local.get $length)))))
        (then (local.set $i (i32.add (local.get $i) (i32.const 1))) (br $more))))
    (i32.const 0))

  ;; The first place of the needle in [p, end), 0 if none. i and j: positions of its two rarest bytes.
  (func $find (export "find") (param $p i32) (param $end i32) (param $needle i32) (param $length i32) (param $i i32) (param $j i32)
    (result i32) (local $a v128) (local $b v128) (local $am v128) (local $bm v128) (local $hits v128) (local $more v128) (local $bits i32) (local $q i32)
    (local $last i32)
    (local.set $a (i8x16.splat (i32.load8_u (i32.add (local.get $needle) (local.get $i)))))
    (local.set $b (i8x16.splat (i32.load8_u (i32.add (local.get $needle) (local.get $j)))))
    (local.set $am (i8x16.splat (i32.load8_u (i32.add (i32.add (local.get $needle) (local.get $length)) (local.get $i)))))
    (local.set $bm (i8x16.splat (i32.load8_u (i32.add (i32.add (local.get $needle) (local.get $length)) (local.get $j)))))
    (local.set $last (i32.sub (local.get $end) (local.get $length)))
    (if (i32.gt_u (local.get $p) (local.get $last)) (then (return (i32.const 0))))
    ;; 32 bytes a turn, most of which have no place that both rare bytes agree on.
    (loop $more
      (local.set $hits ${matchAt(0)})
      (local.set $more ${matchAt(16)})
      (if (v128.any_true (v128.or (local.get $hits) (local.get $more)))
        (then
          (local.set $bits (i32.or (i8x16.bitmask (local.get $hits)) (i32.shl (i8x16.bitmask (local.get $more)) (i32.const 16))))
          (loop $each
            (local.set $q (i32.add (local.get $p) (i32.ctz (local.get $bits))))
            (if (i32.gt_u (local.get $q) (local.get $last)) (then (return (i32.const 0))))
            (if (call $isNeedle (local.get $q) (local.get $needle) (local.get $length)) (then (return (local.get $q))))
            (local.set $bits (i32.and (local.get $bits) (i32.sub (local.get $bits) (i32.const 1))))
            (if (local.get $bits) (then (br $each))))))
      (local.set $p (i32.add (local.get $p) (i32.const 32)))
      (if (i32.le_u (local.get $p) (local.get $last)) (then (br $more))))
    (i32.const 0))
`;
