"""What an operator types, command by command; `cli` names them."""
