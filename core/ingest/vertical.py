"""Financial statements as people type them: a label beside an amount, one below the other."""

import re

import numpy as np
import pandas as pd

from core.ingest.grid import CellKind, Grid
from core.ingest.headers import normalize
from core.ingest.layout import Layout
from core.ingest.numbers import read_number
from core.ingest.reading import ColumnReading, SheetReading
from core.schema import TABLES

_FEWEST_LINES = 3
#: Labels of statement lines; the longest that a label starts with or equals wins.
_LABELS: dict[str, str] = {
    "revenue": "revenue, sales, net sales, net revenue, turnover, total revenue, total sales, ventas, "
    "ventas netas, ingresos, receita, receita liquida, vendas, chiffre d affaires, ventes, umsatz, "
    "umsatzerlose, omzet, netto omzet, ricavi, fatturato, الايرادات, ايرادات, المبيعات, 营业收入, 收入, "
    "выручка, доход",
    "cogs": "cogs, cost of goods sold, cost of sales, cost of revenue, costo de ventas, coste de ventas, "
    "costo de mercaderias vendidas, custo das mercadorias vendidas, cmv, cout des ventes, "
    "cout des marchandises vendues, wareneinsatz, materialaufwand, umsatzkosten, "
    "inkoopwaarde van de omzet, kostprijs van de omzet, costo del venduto, تكلفة المبيعات, 营业成本, "
    "销售成本, себестоимость, себестоимость продаж",
    "operating_expenses": "operating expenses, opex, sg a, sga, selling general and administrative, "
    "selling general administrative expenses, total operating expenses, gastos operativos, "
    "gastos de operacion, despesas operacionais, charges d exploitation, charges operationnelles, "
    "betriebsaufwand, betriebliche aufwendungen, sonstige betriebliche aufwendungen, bedrijfskosten, "
    "costi operativi, spese operative, مصاريف التشغيل, المصروفات, 营业费用, 运营费用, операционные расходы, "
    "коммерческие расходы",
    "interest": "interest, interest expense, intereses, gastos financieros, juros, "
    "despesas financeiras, interets, charges d interets, charges financieres, zinsen, zinsaufwand, "
    "rente, rentelasten, interessi, oneri finanziari, فوائد, الفوائد, 利息, 利息费用, проценты, "
    "проценты к уплате",
    "tax_rate": "tax rate, income tax rate, tasa de impuesto, tasa impositiva, aliquota, taux d impot, "
    "steuersatz, belastingtarief, aliquota fiscale, معدل الضريبة, 税率, ставка налога",
    "cash": "cash, cash and cash equivalents, cash and equivalents, cash at bank, efectivo, caja, "
    "caja y bancos, caixa, caixa e equivalentes, tresorerie, disponibilites, kasse, flussige mittel, "
    "bank, kas, liquide middelen, cassa, disponibilita liquide, نقدية, النقدية, 现金, 货币资金, "
    "денежные средства",
    "receivables": "receivables, accounts receivable, trade receivables, cuentas por cobrar, clientes, "
    "contas a receber, creances, creances clients, forderungen, debiteuren, crediti, crediti verso "
    "clienti, الذمم المدينة, 应收账款, дебиторская задолженность",
    "inventory": "inventory, inventories, stock, merchandise inventory, inventario, inventarios, "
    "existencias, estoque, estoques, stocks, vorrate, vorraete, warenbestand, voorraden, voorraad, "
    "rimanenze, magazzino, المخزون, 存货, запасы",
    "inventory_allowance": "inventory allowance, allowance for obsolete inventory, inventory reserve, "
    "allowance, reserve for obsolescence, provision por obsolescencia, provisao para perdas, "
    "provision pour depreciation des stocks, wertberichtigung vorrate, voorziening voorraden, "
    "fondo svalutazione magazzino, 存货跌价准备, резерв под снижение стоимости",
    "other_assets": "other assets, all other assets, otros activos, outros ativos, autres actifs, "
    "sonstige aktiva, ubrige aktiva, overige activa, altre attivita, اصول اخرى, 其他资产, прочие активы",
    "payables": "payables, accounts payable, trade payables, cuentas por pagar, proveedores, "
    "contas a pagar, fornecedores, dettes fournisseurs, fournisseurs, verbindlichkeiten, "
    "verbindlichkeiten aus lieferungen, crediteuren, debiti, debiti verso fornitori, الذمم الدائنة, "
    "应付账款, кредиторская задолженность",
    "debt": "debt, loans, borrowings, bank loans, long term debt, total debt, prestamos, deuda, "
    "emprestimos, dettes financieres, emprunts, darlehen, bankdarlehen, leningen, finanziamenti, "
    "mutui, قروض, القروض, 借款, 贷款, кредиты, займы",
    "equity": "equity, owners equity, shareholders equity, stockholders equity, total equity, net worth, "
    "patrimonio, patrimonio neto, capital contable, patrimonio liquido, capitaux propres, eigenkapital, "
    "eigen vermogen, patrimonio netto, حقوق الملكية, 所有者权益, 股东权益, собственный капитал, капитал",
}  # fmt: skip
_LOOKUP = {
    normalize(label): name for name, labels in _LABELS.items() for label in labels.split(",")
} | {column.name.replace("_", " "): column.name for column in TABLES["financials"].columns}
_PERIOD = re.compile(r"\b((?:FY|CY|Q[1-4])? ?(?:19|20)\d{2}(?:[/-]\d{2,4})?)\b", re.IGNORECASE)


def read_vertical(grid: Grid, *, file: str, layout: Layout) -> SheetReading | None:
    """Read a statement with a label and an amount a row; None when the sheet is not one."""
    lines = _lines(grid)
    if len({name for name, _, _ in lines}) < _FEWEST_LINES or len(lines) < _busy_rows(grid) * 0.3:
        return None
    values: dict[str, float] = {}
    for name, amount, _ in lines:
        values.setdefault(name, amount)
    if values.get("tax_rate", 0.0) > 1:
        values["tax_rate"] /= 100
    frame = pd.DataFrame({"period": [_period(grid)]} | {k: [v] for k, v in values.items()})
    frame.index = pd.Index([min(row for _, _, row in lines)], name="row")
    columns = tuple(
        ColumnReading(grid.columns[0].shown(row - 1) or name, name, 0.95, (f"{amount:g}",))
        for name, amount, row in lines
    )
    return SheetReading(
        file=file,
        sheet=grid.sheet,
        table="financials",
        table_confidence=0.95,
        header_row=layout.header_rows[-1] + 1 if layout.header_rows else None,
        columns=columns,
        frame=frame,
        attributes=pd.DataFrame(),
        rows=len(lines),
        rows_set_aside=0,
        sums={},
        problems=(),
        set_aside=pd.DataFrame(),
        as_of=layout.as_of,
        currency=layout.currency or None,
    )


def _lines(grid: Grid) -> list[tuple[str, float, int]]:
    """Return (canonical, amount, 1-based row) of every row that is a known statement line."""
    found = []
    for row in range(min(grid.rows, 200)):
        label = next((c.shown(row) for c in grid.columns if c.kinds[row] == CellKind.TEXT), "")
        name = _LOOKUP.get(normalize(label)) if label else None
        amount = _amount(grid, row)
        if name is not None and name != "period" and amount is not None:
            found.append((name, amount, row + 1))
    return found


def _amount(grid: Grid, row: int) -> float | None:
    for column in grid.columns:
        if column.kinds[row] == CellKind.NUMBER:
            return float(column.numbers[row])
        if column.kinds[row] == CellKind.TEXT:
            read = read_number(column.texts[row])
            if read is not None:
                return read.point / (100 if read.percent else 1)
    return None


def _busy_rows(grid: Grid) -> int:
    filled = np.zeros(grid.rows, dtype=bool)
    for column in grid.columns:
        filled |= column.kinds != CellKind.BLANK
    return int(filled.sum())


def _period(grid: Grid) -> str:
    for row in range(min(grid.rows, 30)):
        for column in grid.columns:
            found = _PERIOD.search(column.shown(row))
            if found:
                return found.group(1).strip()
    return "current"
