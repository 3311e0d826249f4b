"""Lists of choices of the life of the cooperative: organs, offices, ways of voting, the joint action plan, policies."""

from __future__ import annotations

from armdesk.i18n import N_

ORGAN_KIND = {"assembly": N_("General assembly"), "board": N_("Board"), "supervisory": N_("Supervisory board"),
              "premium": N_("Premium committee"), "safety": N_("Health and safety committee"),
              "women": N_("Women's committee"), "grievance": N_("Grievance committee"),
              "committee": N_("Other committee")}
OFFICE = {"president": N_("President"), "vice": N_("Vice-president"), "secretary": N_("Secretary"),
          "treasurer": N_("Treasurer"), "controller": N_("Controller"), "member": N_("Member of the organ"),
          "alternate": N_("Alternate"), "legal": N_("Legal representative"), "manager": N_("Manager"),
          "coordinator": N_("Coordinator"), "other": N_("Other office")}
SPEAKS_FOR = {"miners": N_("Miners"), "plant": N_("Workers of plants"), "shareholders": N_("Owners and shareholders"),
              "vulnerable": N_("Vulnerable groups"), "authority": N_("Local authorities"), "other": N_("Others")}
"""Groups that sit in a premium committee.  Source: Fairmined, premium: all social groups of the system."""
MANDATE_END = {"term": N_("End of the term"), "resigned": N_("Resigned"), "removed": N_("Removed by the assembly"),
               "left": N_("Left the cooperative"), "dead": N_("Died"), "other": N_("Other reason")}
WHO_VOTES = {"members": N_("Members"), "members_selectors": N_("Members and mineral selectors"),
             "everybody": N_("Everybody on the roster"), "mandates": N_("Those who hold an office in it")}
MAJORITY = {"simple": N_("Simple majority"), "absolute": N_("Absolute majority"), "two_thirds": N_("Two thirds"),
            "three_quarters": N_("Three quarters"), "all": N_("All of them")}
VOTE_BASE = {"cast": N_("Votes for and against"), "present": N_("All who were there"),
             "entitled": N_("All entitled to vote")}
PLAN_AXIS = {"associativity": N_("Associativity"), "formalisation": N_("Formalisation"),
             "environment": N_("Environment and mercury"), "safety": N_("Health and safety"),
             "child_labour": N_("Child labour"), "commercialisation": N_("Commercialisation"),
             "other": N_("Other axis")}
AGREEMENT_STATUS = {"open": N_("Open"), "in_progress": N_("In progress"), "done": N_("Fulfilled"),
                    "withdrawn": N_("Withdrawn")}
POLICY_SUBJECT = {"mercury": N_("Mercury"), "child_labour": N_("Child labour"),
                  "supply_chain": N_("Supply chain and due diligence"), "grievance": N_("Grievances"),
                  "hse": N_("Health, safety and environment"), "gender": N_("Equality and no discrimination"),
                  "anti_bribery": N_("Against bribery"), "other": N_("Other subject")}
INTEREST = {"none": N_("Declares no interest"), "family": N_("Family"), "company": N_("Share in a company"),
            "role": N_("Office or work elsewhere"), "debt": N_("Debt or loan"), "other": N_("Other tie")}
KEPT_THING = {"key": N_("Key"), "recovery_sheet": N_("Recovery sheet of armdesk"), "password": N_("Password"),
              "stamp": N_("Stamp"), "seals": N_("Seals and tags"), "bank": N_("Bank signature or token"),
              "book": N_("Book of minutes or accounts"), "tool": N_("Tool or vehicle"), "other": N_("Other thing")}
