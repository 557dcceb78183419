package dev.millrace.engine.project;

import java.util.Map;
import java.util.Optional;

/**
 * What configures a node beside its own text. Not changed once made.
 *
 * @param below what the project file and the YAML beside the node say; the node's text wins over it
 * @param version of a model that has versions
 * @param above what the project that uses the node's package says; it wins over the node's text
 */
record DraftBase(ConfigLayer below, Optional<ConfigTree> above, Optional<ModelVersion> version) {
  /** Completes the configuration of a draft whose text has been read. */
  void finish(NodeDraft draft) {
    above.ifPresent(tree -> tree.apply(draft.fqn, draft.config));
    draft
        .config
        .origin("meta")
        .ifPresent(
            origin -> {
              // Keys that dbt does not know may stand under meta, where it asks for no warning.
              if (draft.config.get("meta") instanceof Map<?, ?> meta
                  && meta.get("millrace") instanceof Map<?, ?> ours) {
                ours.forEach(
                    (key, value) -> {
                      if (value != null) {
                        draft.config.setIfAbsent(String.valueOf(key), value, origin);
                      }
                    });
              }
            });
  }
}
