"""Money: sales and levies, members' accounts and settlements, the premium, buyers."""
