"""A deposit and a delegation with web3.py; SURETY_NODE has the node's announcement, argument 1 is abi/json."""

import json
import os
import pathlib
import sys

from web3 import Web3
from web3.exceptions import ContractCustomError
from web3.logs import DISCARD

node = json.loads(os.environ["SURETY_NODE"])
abi = pathlib.Path(sys.argv[1])
w3 = Web3(Web3.HTTPProvider(node["http"]))
accounts = {a["name"]: w3.eth.account.from_key(a["privateKey"]) for a in node["accounts"] if a["name"]}


def address(name):
    return Web3.to_checksum_address(node["contracts"][name])


def contract(name, interface):
    return w3.eth.contract(address(name), abi=json.loads((abi / f"{interface}.json").read_text()))


def send(who, call):
    account = accounts[who]
    tx = call.build_transaction(
        {"from": account.address, "nonce": w3.eth.get_transaction_count(account.address)}
    )
    signed = account.sign_transaction(tx)
    receipt = w3.eth.wait_for_transaction_receipt(w3.eth.send_raw_transaction(signed.raw_transaction))
    assert receipt["status"] == 1, receipt
    assert receipt["gasUsed"] <= tx["gas"], "the estimate was enough"
    return receipt


assert w3.is_connected() and w3.eth.chain_id == node["chainId"]
manager = contract("StrategyManager", "IStrategyManager")
delegation = contract("DelegationManager", "IDelegationManager")
token = contract("tokenA", "IERC20")
strategy, amount = address("strategyA"), w3.to_wei(5, "ether")

send("staker1", token.functions.approve(manager.address, amount))
receipt = send("staker1", manager.functions.depositIntoStrategy(strategy, token.address, amount))
(event,) = manager.events.Deposit().process_receipt(receipt, errors=DISCARD)
assert event["args"]["shares"] == amount, event
send("operator1", delegation.functions.registerAsOperator("0x" + "00" * 20, 0, "https://example.org"))
operator = accounts["operator1"].address
send("staker1", delegation.functions.delegateTo(operator, (b"", 0), bytes(32)))
assert delegation.functions.operatorShares(operator, strategy).call() == amount
try:
    delegation.functions.delegateTo(operator, (b"", 0), bytes(32)).call({"from": accounts["staker1"].address})
    raise SystemExit("delegated twice")
except ContractCustomError as error:
    assert error.data == Web3.to_hex(Web3.keccak(text="ActivelyDelegated()")[:4]), error
logs = manager.events.Deposit().get_logs(from_block=0)
assert [log["args"]["shares"] for log in logs if log["args"]["staker"] == accounts["staker1"].address] == [amount]
block = w3.eth.get_block("latest", full_transactions=True)
assert block["transactions"][0]["from"] == accounts["staker1"].address
print(f"web3.py: a deposit, a delegation, logs and a custom error; block {block['number']}")
