package dev.millrace.engine.plan;

import dev.millrace.engine.compile.AnalyzedNode;
import dev.millrace.engine.connect.RelationAnalysis;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.StoredSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares views and tables with the texts that deployed jobs were made from. */
final class Definitions {
  /** By the name of a relation, as it is written: the model that read it and the text it read. */
  private final Map<String, Map<String, String>> deployed = new LinkedHashMap<>();

  /** The name of what a statement makes, by its text. */
  private final Map<String, Optional<String>> names = new HashMap<>();

  Definitions(Ledger ledger, List<Deployment> deployments) {
    for (Deployment deployment : deployments) {
      deployment
          .spec()
          .map(ledger::spec)
          .map(StoredSpec::spec)
          .ifPresent(spec -> deployment.models().forEach(model -> add(model, spec)));
    }
  }

  private void add(String model, JobSpec spec) {
    for (String statement : spec.setup()) {
      // All that read a table have its statement, and parsing it costs more than all else here.
      names
          .computeIfAbsent(
              statement,
              text ->
                  dev.millrace.engine.sql.Definition.of(text)
                      .map(dev.millrace.engine.sql.Definition::name))
          .ifPresent(
              made ->
                  deployed
                      .computeIfAbsent(made, name -> new LinkedHashMap<>())
                      .put(model, statement));
    }
  }

  Definition of(AnalyzedNode node) {
    String name = node.node().relation().sql();
    Map<String, String> texts = deployed.getOrDefault(name, Map.of());
    Optional<String> now = node.analysis().flatMap(RelationAnalysis::createStatement);
    Definition.Standing standing;
    if (texts.isEmpty()) {
      standing = Definition.Standing.NEW;
    } else if (texts.values().stream().allMatch(text -> now.equals(Optional.of(text)))) {
      standing = Definition.Standing.UNCHANGED;
    } else {
      standing = Definition.Standing.CHANGED;
    }
    return new Definition(
        node.node().uniqueId(),
        node.node().materialization(),
        node.node().relation(),
        standing,
        new ArrayList<>(texts.keySet()));
  }
}
