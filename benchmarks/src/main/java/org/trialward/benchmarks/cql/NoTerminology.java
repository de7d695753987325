package org.trialward.benchmarks.cql;

import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.runtime.Code;
import org.opencds.cqf.cql.engine.terminology.CodeSystemInfo;
import org.opencds.cqf.cql.engine.terminology.TerminologyProvider;
import org.opencds.cqf.cql.engine.terminology.ValueSetInfo;

/** Value sets are asked by retrieves only, which know them. */
final class NoTerminology implements TerminologyProvider {
  @Override
  public boolean in(Code code, ValueSetInfo valueSet) {
    throw asked(valueSet.getId());
  }

  @Override
  public Iterable<Code> expand(ValueSetInfo valueSet) {
    throw asked(valueSet.getId());
  }

  @Override
  public Code lookup(Code code, CodeSystemInfo codeSystem) {
    throw asked(codeSystem.getId());
  }

  private static IllegalStateException asked(@Nullable String what) {
    return new IllegalStateException(
        "`%s` is asked outside a retrieve; ask for it in a retrieve.".formatted(what));
  }
}
