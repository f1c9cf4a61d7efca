;; What has to look at every byte of a file: judges lines as JSON and notes the values at wanted paths, finds texts, hashes bytes,
;; and lists the keys of many lines. See kernel.ts for what the exports promise, layout.ts for the memory, and decision 21 for
;; why this is WebAssembly and what made it fast. The build assembles it, and so does a run from the sources: nothing to do
;; after a change.
;;
;; How to read it:
;; - A line ends where a newline (or any control character) stands. Every loop stops there, so none asks for the end.
;; - Blanks between values are rare. $skipSpace is called only where the expected byte is not there at once, because V8 inlines
;;   no more than three times a function's own size.
;; - A constant's comment is its character, or its name in layout.ts or kernel.ts; a test compares. A name with a dot is a field.
;; - Repetitions are on purpose: a function for them would not be inlined.
(module
  (import "host" "memory" (memory 2))
  (global $recordCount (mut i32) (i32.const 0))
  (global $escaped (mut i32) (i32.const 0)) ;; set when $skipString meets a backslash
  (global $high (mut i32) (i32.const 0))    ;; the other half of a hash
  (global $child (mut i32) (i32.const 0))   ;; trie node of the key that $readKey read
  (global $entry (mut i32) (i32.const 0))   ;; where the next entry of the list of keys goes

  ;; ---- Tokens: blanks, strings, numbers and words ----

  ;; The first byte at or after p that is no blank.
  (func $skipSpace (param $p i32) (result i32)
    (local $c i32)
    (loop $more
      (local.set $c (i32.load8_u (local.get $p)))
      (if (i32.gt_u (local.get $c) (i32.const 32 (; space ;))) (then (return (local.get $p))))
      (if (i32.or
            (i32.eq (local.get $c) (i32.const 32 (; space ;)))
            (i32.or
              (i32.eq (local.get $c) (i32.const 9 (; tab ;)))
              (i32.eq (local.get $c) (i32.const 13 (; return ;)))))
        (then
          (local.set $p (i32.add (local.get $p) (i32.const 1)))
          (br $more))))
    (local.get $p))

  ;; Setting bit 32 makes a letter lower case.
  (func $isHex (param $c i32) (result i32)
    (i32.or
      (i32.lt_u (i32.sub (local.get $c) (i32.const 48 (; 0 ;))) (i32.const 10))
      (i32.lt_u (i32.sub (i32.or (local.get $c) (i32.const 32)) (i32.const 97 (; a ;))) (i32.const 6))))

  ;; Bytes of the escape at p (which is a backslash); 0 if JSON has no such escape.
  (func $measureEscape (param $p i32) (result i32)
    (local $c i32)
    (local.set $c (i32.load8_u offset=1 (local.get $p)))
    (if (i32.eq (local.get $c) (i32.const 117 (; u ;)))
      (then (return (i32.mul
        (i32.const 6)
        (i32.and
          (i32.and
            (call $isHex (i32.load8_u offset=2 (local.get $p)))
            (call $isHex (i32.load8_u offset=3 (local.get $p))))
          (i32.and
            (call $isHex (i32.load8_u offset=4 (local.get $p)))
            (call $isHex (i32.load8_u offset=5 (local.get $p)))))))))
    (if (i32.or
          (i32.or
            (i32.eq (local.get $c) (i32.const 34 (; " ;)))
            (i32.eq (local.get $c) (i32.const 92 (; \ ;))))
          (i32.or
            (i32.eq (local.get $c) (i32.const 47 (; / ;)))
            (i32.eq (local.get $c) (i32.const 110 (; n ;)))))
      (then (return (i32.const 2))))
    (if (i32.or
          (i32.or
            (i32.eq (local.get $c) (i32.const 98 (; b ;)))
            (i32.eq (local.get $c) (i32.const 102 (; f ;))))
          (i32.or
            (i32.eq (local.get $c) (i32.const 114 (; r ;)))
            (i32.eq (local.get $c) (i32.const 116 (; t ;)))))
      (then (return (i32.const 2))))
    (i32.const 0))

  ;; p is after the opening quote; returns the place after the closing one, or 0.
  (func $skipString (param $p i32) (result i32)
    (local $bits i32) (local $c i32) (local $bytes v128)
    (loop $more
      (local.set $bytes (v128.load (local.get $p)))
      (local.set $bits (i8x16.bitmask (v128.or
        (v128.or
          (i8x16.eq (local.get $bytes) (v128.load offset=16 (; stops ;) (i32.const 0)))
          (i8x16.eq (local.get $bytes) (v128.load offset=32 (; stops + 16 ;) (i32.const 0))))
        (i8x16.le_u (local.get $bytes) (v128.load offset=48 (; stops + 32 ;) (i32.const 0))))))
      (if (i32.eqz (local.get $bits))
        (then
          (local.set $p (i32.add (local.get $p) (i32.const 16)))
          (br $more)))
      (local.set $p (i32.add (local.get $p) (i32.ctz (local.get $bits))))
      (local.set $c (i32.load8_u (local.get $p)))
      (if (i32.eq (local.get $c) (i32.const 34 (; " ;)))
        (then (return (i32.add (local.get $p) (i32.const 1)))))
      (if (i32.ne (local.get $c) (i32.const 92 (; \ ;))) (then (return (i32.const 0))))
      (global.set $escaped (i32.const 1))
      (local.set $c (call $measureEscape (local.get $p)))
      (if (i32.eqz (local.get $c)) (then (return (i32.const 0))))
      (local.set $p (i32.add (local.get $p) (local.get $c)))
      (br $more))
    (unreachable))

  (func $skipDigits (param $p i32) (result i32)
    (loop $more
      (if (i32.lt_u (i32.sub (i32.load8_u (local.get $p)) (i32.const 48 (; 0 ;))) (i32.const 10))
        (then
          (local.set $p (i32.add (local.get $p) (i32.const 1)))
          (br $more))))
    (local.get $p))

  ;; p is at the first character of a number; returns the place after the last, or 0. Most are a few digits: those are counted
  ;; at once, without a branch for each, which no processor predicts.
  (func $skipNumber (param $p i32) (result i32)
    (local $q i32) (local $c i32)
    (local.set $c (i32.ctz (i32.xor
      (i32.const -1)
      (i8x16.bitmask (i8x16.le_u
        (i8x16.sub (v128.load (local.get $p)) (v128.load offset=64 (; digits ;) (i32.const 0)))
        (v128.load offset=80 (; digits + 16 ;) (i32.const 0)))))))
    (local.set $q (i32.add (local.get $p) (local.get $c)))
    ;; 1 to 15 digits of which the first is not 0, and neither a fraction nor an exponent follows.
    (if (i32.and
          (i32.lt_u (i32.sub (local.get $c) (i32.const 1)) (i32.const 15))
          (i32.ne (i32.load8_u (local.get $p)) (i32.const 48 (; 0 ;))))
      (then
        (local.set $c (i32.load8_u (local.get $q)))
        (if (i32.eqz (i32.or
              (i32.eq (local.get $c) (i32.const 46 (; . ;)))
              (i32.eq (i32.or (local.get $c) (i32.const 32)) (i32.const 101 (; e ;)))))
          (then (return (local.get $q))))))
    ;; Anything else, by the grammar: the sign,
    (local.set $p (i32.add (local.get $p) (i32.eq (i32.load8_u (local.get $p)) (i32.const 45 (; - ;)))))
    ;; a 0 or digits,
    (if (i32.eq (i32.load8_u (local.get $p)) (i32.const 48 (; 0 ;)))
      (then (local.set $p (i32.add (local.get $p) (i32.const 1))))
      (else
        (local.set $q (call $skipDigits (local.get $p)))
        (if (i32.eq (local.get $q) (local.get $p)) (then (return (i32.const 0))))
        (local.set $p (local.get $q))))
    ;; a fraction,
    (if (i32.eq (i32.load8_u (local.get $p)) (i32.const 46 (; . ;)))
      (then
        (local.set $p (i32.add (local.get $p) (i32.const 1)))
        (local.set $q (call $skipDigits (local.get $p)))
        (if (i32.eq (local.get $q) (local.get $p)) (then (return (i32.const 0))))
        (local.set $p (local.get $q))))
    ;; and an exponent.
    (if (i32.eq (i32.or (i32.load8_u (local.get $p)) (i32.const 32)) (i32.const 101 (; e ;)))
      (then
        (local.set $p (i32.add (local.get $p) (i32.const 1)))
        (local.set $c (i32.load8_u (local.get $p)))
        (local.set $p (i32.add
          (local.get $p)
          (i32.or
            (i32.eq (local.get $c) (i32.const 43 (; + ;)))
            (i32.eq (local.get $c) (i32.const 45 (; - ;))))))
        (local.set $q (call $skipDigits (local.get $p)))
        (if (i32.eq (local.get $q) (local.get $p)) (then (return (i32.const 0))))
        (local.set $p (local.get $q))))
    (local.get $p))

  ;; true, false or null at p (c is its first character); returns the place after it, or 0.
  (func $skipWord (param $p i32) (param $c i32) (result i32)
    (if (i32.eq (i32.load (local.get $p)) (i32.const 0x65757274 (; true ;)))
      (then (return (i32.add (local.get $p) (i32.const 4)))))
    (if (i32.eq (i32.load (local.get $p)) (i32.const 0x6c6c756e (; null ;)))
      (then (return (i32.add (local.get $p) (i32.const 4)))))
    (if (i32.and
          (i32.eq (local.get $c) (i32.const 102 (; f ;)))
          (i32.eq (i32.load offset=1 (local.get $p)) (i32.const 0x65736c61 (; alse ;))))
      (then (return (i32.add (local.get $p) (i32.const 5)))))
    (i32.const 0))

  ;; ---- Lines: JSON or not, and the values at wanted paths ----

  ;; Whether the bytes at a and b are the same; from the last to the first.
  (func $isEqual (param $a i32) (param $b i32) (param $length i32) (result i32)
    (loop $more
      (if (i32.eqz (local.get $length)) (then (return (i32.const 1))))
      (local.set $length (i32.sub (local.get $length) (i32.const 1)))
      (if (i32.eq
            (i32.load8_u (i32.add (local.get $a) (local.get $length)))
            (i32.load8_u (i32.add (local.get $b) (local.get $length))))
        (then (br $more))))
    (i32.const 0))

  ;; The child of node that this key leads to; 0 if none is wanted, 1 if it was there before in this object. sp: the object's
  ;; place on the stack.
  (func $findChild (param $node i32) (param $key i32) (param $length i32) (param $sp i32) (result i32)
    (local $i i32) (local $count i32) (local $entry i32) (local $bit i32)
    (local.set $count (i32.load offset=4 (; .childCount ;) (local.get $node)))
    (local.set $entry (i32.add (local.get $node) (i32.const 8 (; .children ;))))
    (loop $more
      (if (i32.eq (local.get $i) (local.get $count)) (then (return (i32.const 0))))
      (if (i32.eq (i32.load offset=4 (; .keyLength ;) (local.get $entry)) (local.get $length))
        (then (if (call $isEqual (i32.load (local.get $entry)) (local.get $key) (local.get $length))
          (then
            (local.set $bit (i32.shl (i32.const 1) (local.get $i)))
            (if (i32.and (i32.load offset=8 (; .seenKeys ;) (local.get $sp)) (local.get $bit))
              (then (return (i32.const 1))))
            (i32.store offset=8 (; .seenKeys ;) (local.get $sp)
              (i32.or (i32.load offset=8 (; .seenKeys ;) (local.get $sp)) (local.get $bit)))
            (return (i32.load offset=8 (; .keyNode ;) (local.get $entry)))))))
      (local.set $entry (i32.add (local.get $entry) (i32.const 12)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br $more))
    (unreachable))

  ;; A key and its colon. Returns where the value begins; 0: not JSON; 1: cannot tell. Leaves the key's node in $child.
  (func $readKey (param $p i32) (param $sp i32) (result i32)
    (local $from i32) (local $node i32)
    (if (i32.ne (i32.load8_u (local.get $p)) (i32.const 34 (; " ;)))
      (then
        (local.set $p (call $skipSpace (local.get $p)))
        (if (i32.ne (i32.load8_u (local.get $p)) (i32.const 34 (; " ;)))
          (then (return (i32.const 0 (; invalid ;)))))))
    (local.set $from (i32.add (local.get $p) (i32.const 1)))
    (global.set $escaped (i32.const 0))
    (local.set $p (call $skipString (local.get $from)))
    (if (i32.eqz (local.get $p)) (then (return (i32.const 0))))
    (global.set $child (i32.const 0))
    (local.set $node (i32.load (local.get $sp)))
    (if (local.get $node)
      (then
        (if (global.get $escaped) (then (return (i32.const 1))))
        (global.set $child (call $findChild
          (local.get $node)
          (local.get $from)
          (i32.sub (i32.sub (local.get $p) (i32.const 1)) (local.get $from))
          (local.get $sp)))
        (if (i32.eq (global.get $child) (i32.const 1)) (then (return (i32.const 1))))))
    (if (i32.ne (i32.load8_u (local.get $p)) (i32.const 58 (; : ;)))
      (then
        (local.set $p (call $skipSpace (local.get $p)))
        (if (i32.ne (i32.load8_u (local.get $p)) (i32.const 58 (; : ;)))
          (then (return (i32.const 0 (; invalid ;)))))))
    (i32.add (local.get $p) (i32.const 1)))

  ;; Notes that the path which ends at node leads to the value in [from, to). What is beyond the limit is only counted.
  (func $record (param $node i32) (param $from i32) (param $to i32)
    (local $at i32)
    (local.set $at (i32.add
      (i32.const 40960 (; records ;))
      (i32.mul (global.get $recordCount) (i32.const 12))))
    (global.set $recordCount (i32.add (global.get $recordCount) (i32.const 1)))
    (if (i32.gt_u (global.get $recordCount) (i32.const 2000 (; recordLimit ;))) (then (return)))
    (i32.store (local.get $at) (i32.sub (i32.load (local.get $node)) (i32.const 1)))
    (i32.store offset=4 (local.get $at) (local.get $from))
    (i32.store offset=8 (local.get $at) (local.get $to)))

  (func $countRecords (export "countRecords") (result i32)
    (global.get $recordCount))

  ;; Returns 0: not JSON; 1: JSON; 2: cannot tell; 3: so far so good, at the first comma beyond $until.
  ;; $fresh: at $value whether a key comes first, at $after whether the value has one.
  (func $scan (export "scan") (param $p i32) (param $end i32) (param $node i32) (param $until i32) (result i32)
    (local $c i32) (local $fresh i32) (local $sp i32) (local $from i32) (local $bits i32) (local $q i32)
    (local.set $sp (i32.const 16384 (; stack ;)))
    (i32.store offset=4 (; .kind ;) (local.get $sp) (i32.const 8)) ;; the line itself is closed by nothing
    (global.set $recordCount (i32.const 0))
    (loop $value
      (if (local.get $fresh)
        (then
          (block $keyed
            ;; Most keys are short, nobody wants them, and their colon follows at once. $q is one before the last quote if the
            ;; key ends within 16 bytes and has no escape before. Only the quotes are waited for to go on; that no other byte
            ;; ends the text before them is checked beside, which is quicker by a tenth.
            (if (i32.eqz (local.get $node)) (then (if (i32.eq (i32.load8_u (local.get $p)) (i32.const 34 (; " ;))) (then
              (local.set $bits (i8x16.bitmask
                (i8x16.eq (v128.load offset=1 (local.get $p)) (v128.load offset=16 (; stops ;) (i32.const 0)))))
              (if (i32.and
                  (i32.ne (local.get $bits) (i32.const 0))
                  (i32.eqz (i32.and
                    (i32.sub (local.get $bits) (i32.const 1))
                    (i8x16.bitmask (v128.or
                      (i8x16.eq (v128.load offset=1 (local.get $p)) (v128.load offset=32 (; stops + 16 ;) (i32.const 0)))
                      (i8x16.le_u (v128.load offset=1 (local.get $p)) (v128.load offset=48 (; stops + 32 ;) (i32.const 0))))))))
                (then
                  (local.set $q (i32.add (local.get $p) (i32.ctz (local.get $bits))))
                  (if (i32.eq (i32.load16_u offset=1 (local.get $q)) (i32.const 0x3a22 (; ": ;)))
                    (then
                      (local.set $p (i32.add (local.get $q) (i32.const 3)))
                      (br $keyed)))))))))
            (local.set $p (call $readKey (local.get $p) (local.get $sp)))
            (if (i32.le_u (local.get $p) (i32.const 1))
              (then (return (i32.shl (local.get $p) (i32.const 1))))) ;; 0: invalid, 1: unsure
            (local.set $node (global.get $child)))))
      (block $after
        (local.set $c (i32.load8_u (local.get $p)))
        (if (i32.le_u (local.get $c) (i32.const 32 (; space ;)))
          (then
            (local.set $p (call $skipSpace (local.get $p)))
            (local.set $c (i32.load8_u (local.get $p)))))
        (local.set $from (local.get $p))
        (if (i32.eq (local.get $c) (i32.const 34 (; " ;)))
          (then
            (block $closed
              ;; As above, for texts that end within 32 bytes.
              (local.set $bits (i32.or
                (i8x16.bitmask
                  (i8x16.eq (v128.load offset=1 (local.get $p)) (v128.load offset=16 (; stops ;) (i32.const 0))))
                (i32.shl
                  (i8x16.bitmask
                    (i8x16.eq (v128.load offset=17 (local.get $p)) (v128.load offset=16 (; stops ;) (i32.const 0))))
                  (i32.const 16))))
              (if (i32.and
                  (i32.ne (local.get $bits) (i32.const 0))
                  (i32.eqz (i32.and
                    (i32.sub (local.get $bits) (i32.const 1))
                    (i32.or
                      (i8x16.bitmask (v128.or
                        (i8x16.eq (v128.load offset=1 (local.get $p)) (v128.load offset=32 (; stops + 16 ;) (i32.const 0)))
                        (i8x16.le_u (v128.load offset=1 (local.get $p)) (v128.load offset=48 (; stops + 32 ;) (i32.const 0)))))
                      (i32.shl (i8x16.bitmask (v128.or
                        (i8x16.eq (v128.load offset=17 (local.get $p)) (v128.load offset=32 (; stops + 16 ;) (i32.const 0)))
                        (i8x16.le_u (v128.load offset=17 (local.get $p)) (v128.load offset=48 (; stops + 32 ;) (i32.const 0))))) (i32.const 16))))))
                (then
                  (local.set $q (i32.add (local.get $p) (i32.ctz (local.get $bits))))
                  (local.set $p (i32.add (local.get $q) (i32.const 2)))
                  (br $closed)))
              (local.set $p (call $skipString (i32.add (local.get $p) (i32.const 1))))))
          (else (if (i32.or
                      (i32.eq (local.get $c) (i32.const 123 (; { ;)))
                      (i32.eq (local.get $c) (i32.const 91 (; [ ;))))
            (then
              (local.set $sp (i32.add (local.get $sp) (i32.const 16)))
              (if (i32.ge_u (local.get $sp) (i32.const 32752 (; stackEnd - 16 ;)))
                (then (return (i32.const 2 (; unsure ;)))))
              (i32.store (local.get $sp) (local.get $node))
              (i32.store offset=4 (; .kind ;) (local.get $sp) (i32.eq (local.get $c) (i32.const 123 (; { ;))))
              (i32.store offset=8 (; .seenKeys ;) (local.get $sp) (i32.const 0))
              (i32.store offset=12 (; .start ;) (local.get $sp) (i32.const 0))
              (if (i32.and (local.get $fresh) (i32.ne (local.get $node) (i32.const 0)))
                (then (if (i32.load (local.get $node))
                  (then (i32.store offset=12 (; .start ;) (local.get $sp) (local.get $from))))))
              (local.set $fresh (i32.eq (local.get $c) (i32.const 123 (; { ;))))
              (local.set $p (i32.add (local.get $p) (i32.const 1)))
              (local.set $c (i32.load8_u (local.get $p)))
              (if (i32.le_u (local.get $c) (i32.const 32 (; space ;)))
                (then
                  (local.set $p (call $skipSpace (local.get $p)))
                  (local.set $c (i32.load8_u (local.get $p)))))
              ;; The closing byte: } is 32 after ].
              (br_if $value (i32.ne
                (local.get $c)
                (i32.add (i32.const 93 (; ] ;)) (i32.shl (local.get $fresh) (i32.const 5)))))
              (local.set $fresh (i32.const 0)) ;; closed at once: the loop below takes it off
              (br $after))
            (else (if (i32.ge_u (local.get $c) (i32.const 97 (; a ;)))
              (then (local.set $p (call $skipWord (local.get $p) (local.get $c))))
              (else (local.set $p (call $skipNumber (local.get $p)))))))))
        (if (i32.eqz (local.get $p)) (then (return (i32.const 0 (; invalid ;)))))
        (if (i32.and (local.get $fresh) (i32.ne (local.get $node) (i32.const 0)))
          (then (if (i32.load (local.get $node))
            (then (call $record (local.get $node) (local.get $from) (local.get $p)))))))
      ;; A value ended: a comma leads to the next, a closing byte ends the container, at the end of the line neither is left.
      (loop $ended
        (local.set $c (i32.load8_u (local.get $p)))
        (if (i32.le_u (local.get $c) (i32.const 32 (; space ;)))
          (then
            (local.set $p (call $skipSpace (local.get $p)))
            (local.set $c (i32.load8_u (local.get $p)))))
        (local.set $p (i32.add (local.get $p) (i32.const 1)))
        (local.set $fresh (i32.load offset=4 (; .kind ;) (local.get $sp)))
        (if (i32.eq (local.get $c) (i32.const 44 (; , ;)))
          (then
            (if (i32.gt_u (local.get $fresh) (i32.const 1)) (then (return (i32.const 0 (; invalid ;)))))
            (if (i32.gt_u (local.get $p) (local.get $until)) (then (return (i32.const 3 (; begun ;)))))
            (local.set $node (i32.load (local.get $sp)))
            (br $value)))
        (if (i32.ne
              (local.get $c)
              (i32.add (i32.const 93 (; ] ;)) (i32.shl (local.get $fresh) (i32.const 5))))
          (then
            (if (i32.eq (local.get $sp) (i32.const 16384 (; stack ;)))
              (then
                (if (i32.gt_u (global.get $recordCount) (i32.const 2000 (; recordLimit ;)))
                  (then (return (i32.const 2 (; unsure ;)))))
                (return (i32.eq (i32.sub (local.get $p) (i32.const 1)) (local.get $end)))))
            (return (i32.const 0 (; invalid ;)))))
        (if (i32.load offset=12 (; .start ;) (local.get $sp))
          (then (call $record
            (i32.load (local.get $sp))
            (i32.load offset=12 (; .start ;) (local.get $sp))
            (local.get $p))))
        (local.set $sp (i32.sub (local.get $sp) (i32.const 16)))
        (br $ended)))
    (unreachable))

  ;; ---- Hashes ----

  (func $hashHigh (export "hashHigh") (result i32)
    (global.get $high))

  ;; MurmurHash3 in two lanes over [p, end), 8 bytes at a time, the rest one by one; the other half is left in $high.
  (func $hash (export "hash") (param $p i32) (param $end i32) (result i32)
    (local $a i32) (local $b i32)
    (local.set $a (i32.const 0x239b961b))
    (local.set $b (i32.const 0x38b34ae5))
    (loop $more
      (if (i32.le_u (i32.add (local.get $p) (i32.const 8)) (local.get $end))
        (then
          (local.set $a (i32.xor
            (local.get $a)
            (i32.mul
              (i32.rotl (i32.mul (i32.load (local.get $p)) (i32.const 0x239b961b)) (i32.const 15))
              (i32.const 0x2b0e9789))))
          (local.set $a (i32.add
            (i32.mul
              (i32.add (i32.rotl (local.get $a) (i32.const 19)) (local.get $b))
              (i32.const 5))
            (i32.const 0x561ccd1b)))
          (local.set $b (i32.xor
            (local.get $b)
            (i32.mul
              (i32.rotl (i32.mul (i32.load offset=4 (local.get $p)) (i32.const 0x2b0e9789)) (i32.const 16))
              (i32.const 0x38b34ae5))))
          (local.set $b (i32.add
            (i32.mul
              (i32.add (i32.rotl (local.get $b) (i32.const 17)) (local.get $a))
              (i32.const 5))
            (i32.const 0x0bcaa747)))
          (local.set $p (i32.add (local.get $p) (i32.const 8)))
          (br $more))))
    (loop $rest
      (if (i32.lt_u (local.get $p) (local.get $end))
        (then
          (local.set $a (i32.mul
            (i32.rotl (i32.xor (local.get $a) (i32.load8_u (local.get $p))) (i32.const 15))
            (i32.const 0x2b0e9789)))
          (local.set $b (i32.add (i32.rotl (local.get $b) (i32.const 13)) (local.get $a)))
          (local.set $p (i32.add (local.get $p) (i32.const 1)))
          (br $rest))))
    (global.set $high (i32.add (local.get $b) (local.get $a)))
    (local.get $a))

  ;; ---- Search ----

  ;; Whether (byte | mask) equals the needle's byte all along; masks stand after the needle.
  (func $isNeedle (param $p i32) (param $needle i32) (param $length i32) (result i32)
    (local $i i32) (local $at i32)
    (loop $more
      (if (i32.eq (local.get $i) (local.get $length)) (then (return (i32.const 1))))
      (local.set $at (i32.add (local.get $needle) (local.get $i)))
      (if (i32.eq
            (i32.load8_u (local.get $at))
            (i32.or
              (i32.load8_u (i32.add (local.get $p) (local.get $i)))
              (i32.load8_u (i32.add (local.get $at) (local.get $length)))))
        (then
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br $more))))
    (i32.const 0))

  ;; The first place of the needle in [p, end), 0 if none. rare and rarer: positions of its two rarest bytes.
  (func $find (export "find")
    (param $p i32) (param $end i32)
    (param $needle i32) (param $length i32) (param $rare i32) (param $rarer i32)
    (result i32)
    (local $rareByte v128) (local $rarerByte v128) (local $rareMask v128) (local $rarerMask v128)
    (local $hits v128) (local $moreHits v128) (local $bits i32) (local $q i32) (local $last i32)
    (local.set $rareByte (i8x16.splat (i32.load8_u (i32.add (local.get $needle) (local.get $rare)))))
    (local.set $rarerByte (i8x16.splat (i32.load8_u (i32.add (local.get $needle) (local.get $rarer)))))
    (local.set $rareMask (i8x16.splat (i32.load8_u
      (i32.add (i32.add (local.get $needle) (local.get $length)) (local.get $rare)))))
    (local.set $rarerMask (i8x16.splat (i32.load8_u
      (i32.add (i32.add (local.get $needle) (local.get $length)) (local.get $rarer)))))
    (local.set $last (i32.sub (local.get $end) (local.get $length)))
    (if (i32.gt_u (local.get $p) (local.get $last)) (then (return (i32.const 0))))
    ;; 32 bytes a turn, most of which have no place that both rare bytes agree on.
    (loop $more
      (local.set $hits (v128.and
        (i8x16.eq
          (v128.or (v128.load (i32.add (local.get $p) (local.get $rare))) (local.get $rareMask))
          (local.get $rareByte))
        (i8x16.eq
          (v128.or (v128.load (i32.add (local.get $p) (local.get $rarer))) (local.get $rarerMask))
          (local.get $rarerByte))))
      (local.set $moreHits (v128.and
        (i8x16.eq
          (v128.or (v128.load offset=16 (i32.add (local.get $p) (local.get $rare))) (local.get $rareMask))
          (local.get $rareByte))
        (i8x16.eq
          (v128.or (v128.load offset=16 (i32.add (local.get $p) (local.get $rarer))) (local.get $rarerMask))
          (local.get $rarerByte))))
      (if (v128.any_true (v128.or (local.get $hits) (local.get $moreHits)))
        (then
          (local.set $bits (i32.or
            (i8x16.bitmask (local.get $hits))
            (i32.shl (i8x16.bitmask (local.get $moreHits)) (i32.const 16))))
          (loop $each
            (local.set $q (i32.add (local.get $p) (i32.ctz (local.get $bits))))
            (if (i32.gt_u (local.get $q) (local.get $last)) (then (return (i32.const 0))))
            (if (call $isNeedle (local.get $q) (local.get $needle) (local.get $length))
              (then (return (local.get $q))))
            (local.set $bits (i32.and (local.get $bits) (i32.sub (local.get $bits) (i32.const 1))))
            (if (local.get $bits) (then (br $each))))))
      (local.set $p (i32.add (local.get $p) (i32.const 32)))
      (if (i32.le_u (local.get $p) (local.get $last)) (then (br $more))))
    (i32.const 0))

  ;; ---- Keys of many lines ----

  ;; The first newline at or after p.
  (func $findNewline (param $p i32) (result i32)
    (local $newlines v128) (local $bits i32)
    (local.set $newlines (i8x16.splat (i32.const 10 (; newline ;))))
    (loop $more
      (if (i32.eqz (v128.any_true (v128.or
            (v128.or
              (i8x16.eq (v128.load (local.get $p)) (local.get $newlines))
              (i8x16.eq (v128.load offset=16 (local.get $p)) (local.get $newlines)))
            (v128.or
              (i8x16.eq (v128.load offset=32 (local.get $p)) (local.get $newlines))
              (i8x16.eq (v128.load offset=48 (local.get $p)) (local.get $newlines))))))
        (then
          (local.set $p (i32.add (local.get $p) (i32.const 64)))
          (br $more))))
    (loop $exact
      (local.set $bits (i8x16.bitmask (i8x16.eq (v128.load (local.get $p)) (local.get $newlines))))
      (if (i32.eqz (local.get $bits))
        (then
          (local.set $p (i32.add (local.get $p) (i32.const 16)))
          (br $exact))))
    (i32.add (local.get $p) (i32.ctz (local.get $bits))))

  ;; mixHash of keyHash.ts.
  (func $mix (param $hash i32) (result i32)
    (local.set $hash (i32.mul
      (i32.xor (local.get $hash) (i32.shr_u (local.get $hash) (i32.const 16)))
      (i32.const 0x85ebca6b)))
    (local.set $hash (i32.mul
      (i32.xor (local.get $hash) (i32.shr_u (local.get $hash) (i32.const 13)))
      (i32.const 0xc2b2ae35)))
    (i32.xor (local.get $hash) (i32.shr_u (local.get $hash) (i32.const 16))))

  ;; Lists the value in [p, end): by its hash (as hashText of keyHash.ts has it) if it is a text of plain ASCII, else by its
  ;; place.
  (func $putValue (param $p i32) (param $end i32) (param $line i32)
    (local $at i32) (local $last i32) (local $c i32) (local $low i32) (local $high i32) (local $length i32)
    (local.set $at (i32.add (local.get $p) (i32.const 1)))
    (local.set $last (i32.sub (local.get $end) (i32.const 1)))
    (local.set $low (i32.const 0x9747b28c))
    (local.set $high (i32.const 0x3c6ef372))
    (block $plain
      (block $other
        (br_if $other (i32.ne (i32.load8_u (local.get $p)) (i32.const 34 (; " ;))))
        (loop $more
          (br_if $plain (i32.eq (local.get $at) (local.get $last)))
          (local.set $c (i32.load8_u (local.get $at)))
          (br_if $other (i32.or
            (i32.eq (local.get $c) (i32.const 92 (; \ ;)))
            (i32.gt_u (local.get $c) (i32.const 127))))
          (local.set $low (i32.rotl
            (i32.mul (i32.xor (local.get $low) (local.get $c)) (i32.const 0xcc9e2d51))
            (i32.const 15)))
          (local.set $high (i32.rotl
            (i32.mul (i32.xor (local.get $high) (local.get $c)) (i32.const 0x1b873593))
            (i32.const 13)))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br $more)))
      (i32.store (global.get $entry) (i32.const 1 (; value ;)))
      (i32.store offset=4 (; .line ;) (global.get $entry) (local.get $line))
      (i32.store offset=8 (global.get $entry) (local.get $p))
      (i32.store offset=12 (global.get $entry) (local.get $end))
      (global.set $entry (i32.add (global.get $entry) (i32.const 16)))
      (return))
    (local.set $length (i32.sub (i32.sub (local.get $end) (local.get $p)) (i32.const 2)))
    (i32.store (global.get $entry) (i32.const 0 (; hash ;)))
    (i32.store offset=4 (; .line ;) (global.get $entry) (local.get $line))
    (i32.store offset=8 (global.get $entry) (call $mix (i32.xor (local.get $low) (local.get $length))))
    (i32.store offset=12 (global.get $entry)
      (call $mix (i32.xor (local.get $high) (i32.mul (local.get $length) (i32.const 0x85ebca6b)))))
    (global.set $entry (i32.add (global.get $entry) (i32.const 16))))

  (func $putLine (param $p i32) (param $end i32) (param $line i32)
    (i32.store (global.get $entry) (i32.const 2 (; line ;)))
    (i32.store offset=4 (; .line ;) (global.get $entry) (local.get $line))
    (i32.store offset=8 (global.get $entry) (local.get $p))
    (i32.store offset=12 (global.get $entry) (local.get $end))
    (global.set $entry (i32.add (global.get $entry) (i32.const 16))))

  ;; Lists the keys of the lines in [p, end) until the list is full; returns where it stopped. trie wants one path, whose last
  ;; key the needle is. The list begins with the number of entries and of lines.
  (func $listKeys (export "listKeys")
    (param $p i32) (param $end i32) (param $trie i32)
    (param $needle i32) (param $length i32) (param $rare i32) (param $rarer i32)
    (result i32)
    (local $name i32) (local $last i32) (local $line i32) (local $lineEnd i32) (local $verdict i32)
    (global.set $entry (i32.const 65544 (; keys + 8 ;)))
    (local.set $name (call $find
      (local.get $p) (local.get $end)
      (local.get $needle) (local.get $length) (local.get $rare) (local.get $rarer)))
    (block $full
      (loop $lines
        (br_if $full (i32.ge_u (local.get $p) (local.get $end)))
        (br_if $full (i32.gt_u (global.get $entry) (i32.const 131056 (; file - 16 ;))))
        (local.set $lineEnd (call $findNewline (local.get $p)))
        ;; The last place of the name in this line; 0 if it has none.
        (local.set $last (i32.const 0))
        (block $named
          (loop $names
            (br_if $named (i32.eqz (local.get $name)))
            (br_if $named (i32.gt_u (local.get $name) (local.get $lineEnd)))
            (local.set $last (local.get $name))
            (local.set $name (call $find
              (i32.add (local.get $name) (i32.const 1)) (local.get $end)
              (local.get $needle) (local.get $length) (local.get $rare) (local.get $rarer)))
            (br $names)))
        ;; Paths reach into the elements of a list; a key is at the top of an object.
        (if (i32.and
              (i32.ne (local.get $last) (i32.const 0))
              (i32.eq (i32.load8_u (call $skipSpace (local.get $p))) (i32.const 123 (; { ;))))
          (then
            ;; The value after its name ends later than the name does.
            (local.set $verdict (call $scan (local.get $p) (local.get $lineEnd) (local.get $trie) (local.get $last)))
            (if (i32.eq (local.get $verdict) (i32.const 2 (; unsure ;)))
              (then (call $putLine (local.get $p) (local.get $lineEnd) (local.get $line)))
              (else (if (i32.and
                          (i32.ne (local.get $verdict) (i32.const 0 (; invalid ;)))
                          (i32.eq (global.get $recordCount) (i32.const 1)))
                (then (call $putValue
                  (i32.load offset=40964 (; records + 4 ;) (i32.const 0))
                  (i32.load offset=40968 (; records + 8 ;) (i32.const 0))
                  (local.get $line))))))))
        (local.set $line (i32.add (local.get $line) (i32.const 1)))
        (local.set $p (i32.add (local.get $lineEnd) (i32.const 1)))
        (br $lines)))
    (i32.store offset=65536 (; keys ;) (i32.const 0)
      (i32.shr_u (i32.sub (global.get $entry) (i32.const 65544 (; keys + 8 ;))) (i32.const 4)))
    (i32.store offset=65540 (; keys + 4 ;) (i32.const 0) (local.get $line))
    (local.get $p))
)
