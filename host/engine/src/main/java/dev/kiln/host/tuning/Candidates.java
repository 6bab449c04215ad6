package dev.kiln.host.tuning;

import dev.kiln.host.graph.recipe.RecipeReport;
import dev.kiln.host.model.SessionPlan;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;

/** What can compute one kind of operator, as trials try it; one name stands for nobody. */
interface Candidates {
  /** The plugins as a request finds them that asks for a candidate, which wakes it. */
  Hooks open(String name);

  /** How a subject is run with a candidate. */
  SessionPlan plan(String name, Hooks hooks, Subject subject);

  /** What came of it. */
  Applied applied(RecipeReport report);

  /**
   * What came of a candidate.
   *
   * @param untouched whether the subject is as it was
   * @param sites how many the candidate computes, of how many
   * @param reason why it computes none; empty otherwise
   */
  record Applied(boolean untouched, String sites, String reason) {}
}
