"""What the declarations of Modrinth's operations share."""

from modstead.catalogs.modrinth.studio_bodies import IMAGES
from modstead.catalogs.operations import Parameter, Platform, choice, texts

V2 = Platform("modrinth-v2", "Modrinth", prefix="/v2")

DOCUMENT = "modrinth-v2"
DOCUMENT_OF_CREATION = "modrinth-v2-create-project"

IDS: Parameter = texts("ids", required=True)
ALGORITHM = choice("algorithm", "sha1", "sha512", required=True)
EXTENSION = choice("ext", *IMAGES, required=True)
