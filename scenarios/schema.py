"""The format as a JSON Schema, by which editors complete and check a scenario while it is written.

It says of a file as much as a schema can: whatever it refuses, `scenarios.loading` refuses too. An
editor reads `say: 12` as a number and `goto: true` as true, where the format has text and a name.
So the schema takes both. Only the word `null` where a text has to stand is refused by it alone.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

from scenarios.catalogue import Catalogue
from scenarios.checks.shape import (
    DAY,
    LONGEST_SLUG,
    LONGEST_TEXT,
    SLUG,
    VARIABLE_NAME,
)
from scenarios.condition_parser import LONGEST_CONDITION, RESERVED_WORDS
from scenarios.format import CHOICE, NODE, SCENARIO
from scenarios.meanings import MEANINGS
from scenarios.shapes import (
    Day,
    Either,
    Flag,
    ListOf,
    MapOf,
    Name,
    Record,
    Setting,
    Shape,
    Slug,
    Target,
    Text,
    VariableName,
    When,
    Whole,
    Word,
)

Schema: TypeAlias = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_DEFINED = {NODE.what: "node", CHOICE.what: "choice"}
"""The records that stand under `$defs`, where an editor's outline finds them."""

_SAID_OR_TOLD: Schema = {"anyOf": [{"required": ["mentee"]}, {"required": ["scene"]}]}
_WAY_ON: Schema = {"anyOf": [{"required": ["choices"]}, {"required": ["ending"]}]}


def scenario_schema(catalogue: Catalogue) -> Schema:
    """Return the JSON Schema (draft 2020-12) of a scenario, with the catalogue's names in it."""
    maker = _Maker(catalogue)
    whole = maker.record(SCENARIO)
    return {
        "$schema": DIALECT,
        "title": "A Rehearse scenario",
        "description": "One role-play: what the mentee says, what the learner can say, and marks.",
        **whole,
        "$defs": maker.definitions,
    }


class _Maker:
    """Makes schemas of shapes; `definitions` are those that others refer to."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.definitions: dict[str, Schema] = {}
        points = {name: skill.title for name, skill in catalogue.marking_points.items()}
        units = {
            name: f"{unit.body}: {unit.qualification}. {unit.title}"
            for name, unit in catalogue.units.items()
        }
        mistakes = {name: mistake.text for name, mistake in catalogue.mistakes.items()}
        # A rubric's points come from the catalogue, so what is unknown there is unknown anywhere.
        self._known: Mapping[Target, Mapping[str, str]] = {
            Target.UNIT: units,
            Target.SKILL: points,
            Target.MARKING_POINT: points,
            Target.MISTAKE: mistakes,
        }

    def schema(self, shape: Shape) -> Schema:
        """Return the schema of a value."""
        match shape:
            case Record(what):
                return self._defined(shape) if what in _DEFINED else self.record(shape)
            case MapOf():
                return self._map(shape)
            case ListOf(item, minimum):
                return {"type": "array", "items": self.schema(item), **_least("Items", minimum)}
            case Either(single, otherwise):
                return {"anyOf": [self.schema(single), self.schema(otherwise)]}
            case Name(target):
                return self._name(target)
            case _:
                return _single(shape)

    def record(self, record: Record) -> Schema:
        """Return the schema of a map of known fields."""
        meanings = MEANINGS[record.what]
        fields = {
            **{name: self.schema(shape) for name, shape in record.required.items()},
            **{name: _or_empty(self.schema(shape)) for name, shape in record.optional.items()},
        }
        made: Schema = {
            "type": "object",
            "properties": {
                name: {"description": meanings[name], **schema} for name, schema in fields.items()
            },
            "additionalProperties": False,
        }
        if record.required:
            made["required"] = list(record.required)
        if record is NODE:
            made["allOf"] = [_SAID_OR_TOLD, _WAY_ON]
        return made

    def _defined(self, record: Record) -> Schema:
        name = _DEFINED[record.what]
        if name not in self.definitions:
            self.definitions[name] = self.record(record)
        return {"$ref": f"#/$defs/{name}"}

    def _map(self, shape: MapOf) -> Schema:
        value = self.schema(shape.value)
        made: Schema = {"type": "object", **_least("Properties", shape.minimum)}
        if shape.maximum is not None:
            made["maxProperties"] = shape.maximum
        if isinstance(shape.key, Name) and shape.key.target in self._known:
            known = self._known[shape.key.target]
            named = {name: {"description": words, **value} for name, words in known.items()}
            return {**made, "properties": named, "additionalProperties": False}
        keys = self.schema(shape.key)
        return {**made, "propertyNames": keys, "additionalProperties": value}

    def _name(self, target: Target) -> Schema:
        known = self._known.get(target)
        if known is not None:
            return {"enum": list(known), "enumDescriptions": list(known.values())}
        return _single(VariableName() if target is Target.VARIABLE else Slug())


def _single(shape: Shape) -> Schema:
    match shape:
        case Text():
            # A number or a truth value is text like any other when it stands for one.
            kinds = ["string", "number", "boolean"]
            return {"type": kinds, "pattern": r"\S", "maxLength": LONGEST_TEXT}
        case Slug():
            kinds = ["string", "boolean"]
            return {"type": kinds, "pattern": f"^{SLUG.pattern}$", "maxLength": LONGEST_SLUG}
        case VariableName():
            reserved: Schema = {"enum": sorted(RESERVED_WORDS)}
            return {"type": "string", "pattern": f"^{VARIABLE_NAME.pattern}$", "not": reserved}
        case Whole(minimum, maximum):
            bounds = {"minimum": minimum, "maximum": maximum}
            given = {name: bound for name, bound in bounds.items() if bound is not None}
            return {"type": "integer", **given}
        case Flag():
            return {"type": "boolean"}
        case Setting():
            return {"type": ["integer", "boolean"]}
        case Word(allowed):
            return {"enum": list(allowed)}
        case Day():
            return {"type": "string", "format": "date", "pattern": f"^{DAY.pattern}$"}
        case When():
            return {"type": ["string", "boolean"], "maxLength": LONGEST_CONDITION}
    raise TypeError(shape)


def _least(of: str, minimum: int) -> Schema:
    return {f"min{of}": minimum} if minimum else {}


def _or_empty(schema: Schema) -> Schema:
    """Let a value be left empty, which is as good as leaving its field out."""
    match schema:
        case {"type": list(kinds)}:
            return {**schema, "type": [*kinds, "null"]}
        case {"type": str(kind)}:
            return {**schema, "type": [kind, "null"]}
        case {"enum": list(values)}:
            descriptions = schema.get("enumDescriptions")
            more = {"enumDescriptions": [*descriptions, "Nothing."]} if descriptions else {}
            return {**schema, "enum": [*values, None], **more}
        case {"anyOf": list(ways)}:
            return {**schema, "anyOf": [*ways, {"type": "null"}]}
    return {"anyOf": [schema, {"type": "null"}]}
