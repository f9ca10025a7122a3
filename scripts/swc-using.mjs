/** Teaches the visitor of swc, which dependency-cruiser reads with, the statement `using x = …`; it would stop there. */
import visitorModule from '@swc/core/Visitor.js'

const { prototype } = visitorModule.Visitor ?? visitorModule
const { visitStatement } = prototype

prototype.visitStatement = function visit(statement) {
  if (statement.type !== 'UsingDeclaration') return visitStatement.call(this, statement)
  return { ...statement, decls: this.visitVariableDeclarators(statement.decls) }
}
