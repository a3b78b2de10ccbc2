"""A pytest plugin (`-p tests.mutants`) that plants one mistake in one module while it is imported; no file changes.

WIJKTEAM_MUTANT is `module:number`. The mistakes are those that people make: an edge that shifts by one, a condition
that is turned round, a filter that is left out.
"""

import ast
import importlib.machinery
import importlib.util
import os
import sys
from collections.abc import Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from types import CodeType, ModuleType
from typing import Any

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
    ast.FloorDiv: ast.Mult,
}  # fmt: skip


class Planter(ast.NodeTransformer):
    """Plants mistake number `wanted`; with -1 none. `planted` are all that it could plant, with the line."""

    def __init__(self, wanted: int = -1) -> None:
        self.wanted = wanted
        self.planted: list[tuple[int, str]] = []

    def _is_it(self, node: Any, what: str) -> bool:
        self.planted.append((node.lineno, what))
        return len(self.planted) - 1 == self.wanted

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        """What a type says is no behaviour."""
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        for place, operator in enumerate(node.ops):
            other = _COMPARED.get(type(operator))
            if other and self._is_it(node, f"{type(operator).__name__} -> {other.__name__}"):
                node.ops[place] = other()
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        if self._is_it(node, "and <-> or"):
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        other = _COUNTED.get(type(node.op))
        if other and not isinstance(node.left, ast.Constant | ast.JoinedStr) and self._is_it(node, "other operator"):
            node.op = other()
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Not) and self._is_it(node, "not left out"):
            return node.operand
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, bool):
            if self._is_it(node, "true <-> false"):
                return ast.copy_location(ast.Constant(not node.value), node)
        elif isinstance(node.value, int) and self._is_it(node, "one more"):
            return ast.copy_location(ast.Constant(node.value + 1), node)
        return node

    def visit_Return(self, node: ast.Return) -> ast.AST:
        self.generic_visit(node)
        if node.value is not None and self._is_it(node, "returns nothing"):
            return ast.copy_location(ast.Return(ast.Constant(None)), node)
        return node

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        self.generic_visit(node)
        return ast.copy_location(ast.Pass(), node) if self._is_it(node, "does not raise") else node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """`rows.filter(...)` without its filter."""
        self.generic_visit(node)
        narrows = isinstance(node.func, ast.Attribute) and node.func.attr in {"filter", "exclude", "within", "to_take"}
        if narrows and isinstance(node.func, ast.Attribute) and self._is_it(node, f"{node.func.attr} left out"):
            return node.func.value
        return node


def mistakes(source: str) -> list[tuple[int, str]]:
    planter = Planter()
    planter.visit(without_declarations(ast.parse(source)))
    return planter.planted


def without_declarations(tree: ast.Module) -> ast.Module:
    """What a type says is no behaviour."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
            for argument in (*node.args.args, *node.args.kwonlyargs):
                argument.annotation = None
    return tree


class _Loader(SourceFileLoader):
    number = -1

    def get_code(self, fullname: str) -> CodeType:
        source = self.get_data(self.path).decode()
        tree = Planter(self.number).visit(without_declarations(ast.parse(source)))
        code: CodeType = compile(ast.fix_missing_locations(tree), self.path, "exec")
        return code


class _Finder(MetaPathFinder):
    def __init__(self, module: str, number: int) -> None:
        self.module, self.number = module, number

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self.module:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path)
        if spec is None or spec.origin is None:
            return None
        loader = _Loader(fullname, spec.origin)
        loader.number = self.number
        return importlib.util.spec_from_file_location(fullname, spec.origin, loader=loader)


def _plant() -> Iterator[None]:
    if chosen := os.environ.get("WIJKTEAM_MUTANT"):
        module, _, number = chosen.rpartition(":")
        sys.meta_path.insert(0, _Finder(module, int(number)))
    yield


list(_plant())
