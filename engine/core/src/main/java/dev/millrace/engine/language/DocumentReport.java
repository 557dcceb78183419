package dev.millrace.engine.language;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.compile.CompiledText;
import dev.millrace.engine.problem.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one version of a document.
 *
 * @param file path relative to the project folder, with {@code /}
 * @param version of the text it is about, as {@link LanguageService#replace} gave it
 * @param diagnostics all that is wrong as far as this stage looks, in the order of the text
 * @param compiled what the template renders; empty for files that are no templates of their own,
 *     and when the Jinja is wrong
 * @param output empty before the planner has answered, and when the SQL is wrong
 * @param plannerFault why the planner could not be asked; empty when nothing is in its way
 */
public record DocumentReport(
    String file,
    long version,
    Stage stage,
    List<Diagnostic> diagnostics,
    Optional<CompiledText> compiled,
    Optional<RelationOutput> output,
    Optional<Problem> plannerFault) {
  /** Who has looked at the text. */
  public enum Stage {
    /** Jinja and Flink's parser; the planner is still to be asked. */
    PARSED,
    /** Flink's validation and optimizer too: types, columns, keys and changes are known. */
    CHECKED,
    /**
     * Planned down to a job's operators, which Flink has a few more faults for. Nothing more comes
     * for this version unless something it reads changes.
     */
    PLANNED
  }

  public DocumentReport {
    requireNonNull(file, "file");
    requireNonNull(stage, "stage");
    diagnostics = List.copyOf(diagnostics);
    requireNonNull(compiled, "compiled");
    requireNonNull(output, "output");
    requireNonNull(plannerFault, "plannerFault");
  }
}
