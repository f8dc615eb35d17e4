;; No host functions: 10 000 turns of a small loop with calls, the worst case for metering.
(module
  (memory (export "memory") 1 1)
  (func $mix (param i32) (param i32) (result i32)
    local.get 0
    i32.const 0x9e3779b1
    i32.mul
    local.get 1
    i32.xor
    i32.const 13
    i32.rotl)
  (func (export "user_entrypoint") (param i32) (result i32)
    (local $turn i32) (local $hash i32)
    i32.const 10000
    local.set $turn
    loop $next
      local.get $hash
      local.get $turn
      call $mix
      local.set $hash
      local.get $turn
      i32.const 3
      i32.and
      i32.eqz
      if
        local.get $turn
        i32.const 4092
        i32.and
        local.get $hash
        i32.store
      end
      local.get $turn
      i32.const 1
      i32.sub
      local.tee $turn
      br_if $next
    end
    i32.const 0))
