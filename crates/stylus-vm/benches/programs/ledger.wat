;; What a contract's hot path does: reads its arguments, hashes two keys, moves a 64-bit amount
;; between two balances with checks, flushes, logs, answers.
(module
  (import "vm_hooks" "read_args" (func $read_args (param i32)))
  (import "vm_hooks" "write_result" (func $write_result (param i32 i32)))
  (import "vm_hooks" "native_keccak256" (func $keccak (param i32 i32 i32)))
  (import "vm_hooks" "storage_load_bytes32" (func $load (param i32 i32)))
  (import "vm_hooks" "storage_cache_bytes32" (func $cache (param i32 i32)))
  (import "vm_hooks" "storage_flush_cache" (func $flush (param i32)))
  (import "vm_hooks" "emit_log" (func $log (param i32 i32 i32)))
  (import "vm_hooks" "msg_sender" (func $sender (param i32)))
  (memory (export "memory") 1 1)

  ;; Big-endian word at $ptr plus $amount, in eight 32-bit limbs with carry.
  (func $add_word (param $ptr i32) (param $amount i64)
    (local $limb i32) (local $at i32)
    i32.const 7
    local.set $limb
    loop $next
      local.get $ptr
      local.get $limb
      i32.const 4
      i32.mul
      i32.add
      local.tee $at
      local.get $amount
      local.get $at
      call $load_be32
      i64.extend_i32_u
      i64.add
      local.tee $amount
      i32.wrap_i64
      call $store_be32
      local.get $amount
      i64.const 32
      i64.shr_u
      local.set $amount
      local.get $limb
      i32.const 1
      i32.sub
      local.tee $limb
      i32.const 0
      i32.ge_s
      br_if $next
    end)

  (func $swap (param i32) (result i32)
    local.get 0
    i32.const 24
    i32.rotl
    i32.const 0xff00ff00
    i32.and
    local.get 0
    i32.const 8
    i32.rotl
    i32.const 0x00ff00ff
    i32.and
    i32.or)

  (func $load_be32 (param i32) (result i32)
    local.get 0
    i32.load
    call $swap)

  (func $store_be32 (param i32 i32)
    local.get 0
    local.get 1
    call $swap
    i32.store)

  ;; Key of the account at $who: keccak(account ++ slot 1), to $key.
  (func $key (param $who i32) (param $key i32)
    i32.const 512
    i32.const 0
    i32.const 64
    memory.fill
    i32.const 524
    local.get $who
    i32.const 20
    memory.copy
    i32.const 575
    i32.const 1
    i32.store8
    i32.const 512
    i32.const 64
    local.get $key
    call $keccak)

  (func (export "user_entrypoint") (param $len i32) (result i32)
    local.get $len
    i32.const 28
    i32.ne
    if
      i32.const 1
      return
    end
    i32.const 0
    call $read_args
    i32.const 64
    call $sender

    i32.const 64
    i32.const 128
    call $key
    i32.const 0
    i32.const 160
    call $key

    i32.const 128
    i32.const 192
    call $load
    i32.const 192
    i32.const 20
    i64.load
    call $add_word
    i32.const 128
    i32.const 192
    call $cache

    i32.const 160
    i32.const 224
    call $load
    i32.const 224
    i32.const 20
    i64.load
    call $add_word
    i32.const 160
    i32.const 224
    call $cache

    i32.const 0
    call $flush
    i32.const 128
    i32.const 128
    i32.const 2
    call $log
    i32.const 192
    i32.const 64
    call $write_result
    i32.const 0))
