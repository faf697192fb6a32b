"""Names of the lines of financial statements, in the languages that shops use."""

#: Canonical line -> labels; of equal ones the first counts.
STATEMENT_LABELS: dict[str, str] = {
    "revenue": (
        "net turnover, sales revenue, operating revenue, revenues, income from sales, "
        "gross sales, revenue, sales, net sales, net revenue, turnover, total revenue, "
        "total sales, ventas, ventas netas, ingresos, receita, receita liquida, vendas, "
        "chiffre d affaires, ventes, umsatz, umsatzerlose, omzet, netto omzet, ricavi, "
        "fatturato, الايرادات, ايرادات, المبيعات, 营业收入, 收入, выручка, доход"
    ),
    "cogs": (
        "costs of goods sold, cost of goods, direct costs, purchases and stock movement, "
        "cogs, cost of goods sold, cost of sales, cost of revenue, costo de ventas, "
        "coste de ventas, costo de mercaderias vendidas, custo das mercadorias vendidas, "
        "cmv, cout des ventes, cout des marchandises vendues, wareneinsatz, materialaufwand, "
        "umsatzkosten, inkoopwaarde van de omzet, kostprijs van de omzet, costo del venduto, "
        "تكلفة المبيعات, 营业成本, 销售成本, себестоимость, себестоимость продаж"
    ),
    "operating_expenses": (
        "operating costs, administrative expenses, admin expenses, overheads, expenses, "
        "total expenses, distribution and administrative expenses, "
        "selling and distribution expenses, distribution costs, distribution expenses, "
        "selling expenses, general and administrative expenses, payroll, wages and salaries, "
        "rent, marketing, operating expenses, opex, sg a, sga, "
        "selling general and administrative, selling general administrative expenses, "
        "total operating expenses, gastos operativos, gastos de operacion, "
        "despesas operacionais, charges d exploitation, charges operationnelles, "
        "betriebsaufwand, betriebliche aufwendungen, sonstige betriebliche aufwendungen, "
        "bedrijfskosten, costi operativi, spese operative, مصاريف التشغيل, المصروفات, "
        "营业费用, 运营费用, операционные расходы, коммерческие расходы"
    ),
    "interest": (
        "interest payable, interest paid, finance costs, finance cost, financial expenses, "
        "net interest expense, interest and similar charges, interest, interest expense, "
        "intereses, gastos financieros, juros, despesas financeiras, interets, "
        "charges d interets, charges financieres, zinsen, zinsaufwand, rente, rentelasten, "
        "interessi, oneri finanziari, فوائد, الفوائد, 利息, 利息费用, проценты, "
        "проценты к уплате"
    ),
    "tax_rate": (
        "corporation tax rate, effective tax rate, corporate tax rate, income tax percent, "
        "tax rate, income tax rate, tasa de impuesto, tasa impositiva, aliquota, "
        "taux d impot, steuersatz, belastingtarief, aliquota fiscale, معدل الضريبة, 税率, "
        "ставка налога"
    ),
    "cash": (
        "cash at bank and in hand, cash in hand, cash at bank, bank and cash, cash balances, "
        "bank balance, cash, cash and cash equivalents, cash and equivalents, efectivo, "
        "caja, caja y bancos, caixa, caixa e equivalentes, tresorerie, disponibilites, "
        "kasse, flussige mittel, bank, kas, liquide middelen, cassa, disponibilita liquide, "
        "نقدية, النقدية, 现金, 货币资金, денежные средства"
    ),
    "receivables": (
        "trade debtors, debtors, trade and other receivables, customers, "
        "accounts receivable net, receivables, accounts receivable, trade receivables, "
        "cuentas por cobrar, clientes, contas a receber, creances, creances clients, "
        "forderungen, debiteuren, crediti, crediti verso clienti, الذمم المدينة, 应收账款, "
        "дебиторская задолженность"
    ),
    "inventory": (
        "inventories at cost, stock at cost, inventory at cost, stock on hand, "
        "stocks at cost, closing stock, finished goods, inventory, inventories, stock, "
        "merchandise inventory, inventario, inventarios, existencias, estoque, estoques, "
        "stocks, vorrate, vorraete, warenbestand, voorraden, voorraad, rimanenze, magazzino, "
        "المخزون, 存货, запасы"
    ),
    "inventory_allowance": (
        "stock provision, inventory provision, provision for stock, allowance for inventory, "
        "allowance for inventory write down, obsolescence reserve, "
        "provision for obsolete stock, less allowance, inventory allowance, "
        "allowance for obsolete inventory, inventory reserve, allowance, "
        "reserve for obsolescence, provision por obsolescencia, provisao para perdas, "
        "provision pour depreciation des stocks, wertberichtigung vorrate, "
        "voorziening voorraden, fondo svalutazione magazzino, 存货跌价准备, "
        "резерв под снижение стоимости"
    ),
    "other_assets": (
        "fixed assets, property plant and equipment, non current assets, tangible assets, "
        "equipment, prepayments, all other assets, other assets, otros activos, "
        "outros ativos, autres actifs, sonstige aktiva, ubrige aktiva, overige activa, "
        "altre attivita, اصول اخرى, 其他资产, прочие активы"
    ),
    "payables": (
        "trade creditors, creditors, trade and other payables, "
        "accounts payable and accrued liabilities, accruals, current liabilities, "
        "other liabilities, payables, accounts payable, trade payables, cuentas por pagar, "
        "proveedores, contas a pagar, fornecedores, dettes fournisseurs, fournisseurs, "
        "verbindlichkeiten, verbindlichkeiten aus lieferungen, crediteuren, debiti, "
        "debiti verso fornitori, الذمم الدائنة, 应付账款, кредиторская задолженность"
    ),
    "debt": (
        "notes payable, bank loan, long term loans, bank overdraft, borrowing, "
        "interest bearing debt, long term liabilities, debt, loans, borrowings, bank loans, "
        "long term debt, total debt, prestamos, deuda, emprestimos, dettes financieres, "
        "emprunts, darlehen, bankdarlehen, leningen, finanziamenti, mutui, قروض, القروض, "
        "借款, 贷款, кредиты, займы"
    ),
    "equity": (
        "shareholders funds, capital and reserves, owner s equity, shareholder s equity, "
        "members equity, total shareholders equity, total stockholders equity, net assets, "
        "share capital, retained earnings, equity, owners equity, shareholders equity, "
        "stockholders equity, total equity, net worth, patrimonio, patrimonio neto, "
        "capital contable, patrimonio liquido, capitaux propres, eigenkapital, "
        "eigen vermogen, patrimonio netto, حقوق الملكية, 所有者权益, 股东权益, "
        "собственный капитал, капитал"
    ),
}
