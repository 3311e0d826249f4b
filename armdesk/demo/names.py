"""Invented names of people and reasons, for the demonstration cooperative."""

from __future__ import annotations

COOPERATIVE = "Cooperativa Minera Piedra Imaginaria (demostración)"
SHORT = "Piedra Imaginaria"
MUNICIPALITY, REGION, COUNTRY, CURRENCY = "Puerto Quimera", "Antioquia", "CO", "COP"
INVENTED = "Cifra inventada para la demostración"

WOMEN = ("Adriana", "Alba Lucía", "Amparo", "Beatriz", "Blanca", "Carmenza", "Clara Inés", "Dora", "Edilma", "Elvira",
         "Fabiola", "Gladys", "Hilda", "Inés", "Jenny", "Ligia", "Lucero", "Luz Dary", "Marleny", "Mercedes", "Nidia",
         "Ofelia", "Patricia", "Rocío", "Sandra", "Teresa", "Viviana", "Yolanda", "Zoraida")
MEN = ("Abel", "Albeiro", "Álvaro", "Arnulfo", "Bernardo", "Camilo", "Ceferino", "Darío", "Edwin", "Efraín", "Fabián",
       "Gabriel", "Germán", "Héctor", "Humberto", "Iván", "Jairo", "Joaquín", "Julián", "León", "Libardo", "Marino",
       "Néstor", "Octavio", "Orlando", "Ovidio", "Ramiro", "Rubén", "Saúl", "Tulio", "Uriel", "Wilmar")
SURNAMES = ("Arboleda", "Atehortúa", "Barrientos", "Cañaveral", "Cadavid", "Duque", "Echavarría", "Foronda", "Gaviria",
            "Herrón", "Isaza", "Jaramillo", "Londoño", "Manco", "Montoya", "Naranjo", "Ochoa", "Palacio", "Posada",
            "Quiceno", "Restrepo", "Sepúlveda", "Taborda", "Usuga", "Vanegas", "Yepes", "Zuleta", "Muñetón")
NO_WORK = ("Lluvia fuerte y camino cerrado", "Sin energía en la mina", "Asamblea general", "Daño del compresor",
           "Duelo en la vereda")
TASKS = {"underground": ("Perforación", "Cargue y acarreo", "Entibado", "Malacate"),
         "surface": ("Clasificación en patio", "Mantenimiento"), "panning": ("Bateo", "Canalón"),
         "selection": ("Selección de mineral",), "plant": ("Molienda", "Concentración", "Fundición")}
