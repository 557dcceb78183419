package dev.millrace.engine.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateSnapshot.Position;
import dev.millrace.engine.connect.TopicControl.Description;
import dev.millrace.engine.connect.TopicControl.Offsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Compares where a source stood with what its table names now and with what the brokers hold.
 *
 * <p>A restored source goes on with the partitions in its state, whatever its table says, and reads
 * what it finds besides from the earliest record. Flink warns of neither, nor of a position that
 * means nothing any more.
 */
public final class KafkaPositions {
  private KafkaPositions() {}

  /** What is said of a topic. */
  public enum Kind {
    /** It goes on where it was. */
    FINE,
    /** Some of its partitions are not in the state. */
    NEW_PARTITIONS,
    /** None of it is in the state. */
    NEW_TOPIC,
    /** It is in the state and no longer named. */
    STALE_TOPIC,
    /** It is in the state of a source, and another source's table names it. */
    SWAPPED,
    /** Records were deleted that had not been read. */
    RECORDS_GONE,
    /** The state stands beyond its end. */
    BEYOND_END,
    /** It was made anew since the job was deployed, which may have read some of it already. */
    MADE_ANEW,
    /** It was made anew after the job had stopped. */
    MADE_ANEW_SINCE_THE_STOP,
    /** It does not exist any more. */
    GONE,
    /** Its positions are given up; what its table still names of it is read from the beginning. */
    FORGOTTEN,
    /** The brokers do not say. */
    UNKNOWN;

    /**
     * Whether giving the positions of the topic up leaves nothing wrong behind. A job that ran
     * while its topic was made anew may have read some of the new one, which would be read twice.
     */
    public boolean canBeForgotten() {
      return switch (this) {
        case STALE_TOPIC, MADE_ANEW_SINCE_THE_STOP -> true;
        case FINE,
            NEW_PARTITIONS,
            NEW_TOPIC,
            SWAPPED,
            RECORDS_GONE,
            BEYOND_END,
            MADE_ANEW,
            GONE,
            FORGOTTEN,
            UNKNOWN ->
            false;
      };
    }

    /** Whether going on would lose records, or read them twice, without a word. */
    public boolean refuses() {
      return switch (this) {
        case STALE_TOPIC, SWAPPED, BEYOND_END, MADE_ANEW, MADE_ANEW_SINCE_THE_STOP, GONE -> true;
        case FINE, NEW_PARTITIONS, NEW_TOPIC, RECORDS_GONE, FORGOTTEN, UNKNOWN -> false;
      };
    }
  }

  /**
   * A finding.
   *
   * @param partitions how many it is about
   * @param refused whether the job must not go on with this state
   * @param sentence without its full stop
   */
  public record Finding(Kind kind, String topic, int partitions, boolean refused, String sentence) {
    public Finding {
      requireNonNull(kind, "kind");
      requireNonNull(topic, "topic");
      requireNonNull(sentence, "sentence");
    }
  }

  /**
   * What is known of the topics.
   *
   * @param topics by name, all that exist of those that the tables name
   * @param silence why the brokers could not be asked, one sentence; empty when they could
   * @param idsBefore by name, ids of the topics when the job was deployed; a topic is not among
   *     them where that is not known
   * @param idsAtEnd by name, their ids when the job had stopped that wrote the state; a topic is
   *     not among them where that is not known, and none is where the job runs
   */
  public record Brokers(
      Map<String, Description> topics,
      Optional<String> silence,
      Map<String, String> idsBefore,
      Map<String, String> idsAtEnd) {
    public Brokers {
      topics = Map.copyOf(topics);
      requireNonNull(silence, "silence");
      idsBefore = Map.copyOf(idsBefore);
      idsAtEnd = Map.copyOf(idsAtEnd);
    }

    private boolean wasMadeAnew(String topic) {
      Description now = topics.get(topic);
      String before = idsBefore.get(topic);
      return now != null && before != null && !before.equals(now.id());
    }

    /** Whether the job never saw another topic of this name than the one it was deployed with. */
    private boolean wasThereToTheEnd(String topic) {
      return Optional.ofNullable(idsBefore.get(topic))
          .filter(id -> id.equals(idsAtEnd.get(topic)))
          .isPresent();
    }
  }

  /**
   * Judges one source by where it stood; nothing is said of one that stood nowhere.
   *
   * @param table what it reads from now on
   * @param others what the other sources of the plan read
   * @param stored where it stood
   */
  public static List<Finding> judge(
      KafkaTable table, List<KafkaTable> others, List<Position> stored, Brokers brokers) {
    if (stored.isEmpty()) {
      return List.of();
    }
    Map<String, TreeMap<Integer, Long>> offsets = new TreeMap<>();
    for (Position position : stored) {
      offsets
          .computeIfAbsent(position.topic(), topic -> new TreeMap<>())
          .put(position.partition(), position.offset());
    }
    List<Finding> findings = new ArrayList<>();
    offsets.forEach(
        (topic, partitions) -> {
          if (!table.names(topic)) {
            findings.add(notNamed(topic, partitions.size(), others));
          }
        });
    if (brokers.silence().isPresent()) {
      findings.add(
          new Finding(
              Kind.UNKNOWN,
              String.join(", ", named(table, offsets.keySet())),
              0,
              false,
              "its positions cannot be compared with its topics: "
                  + lowered(brokers.silence().get())));
      return findings;
    }
    Set<String> all = new TreeSet<>(named(table, offsets.keySet()));
    brokers.topics().keySet().stream().filter(table::names).forEach(all::add);
    for (String topic : all) {
      findings.addAll(ofTopic(table, topic, offsets.getOrDefault(topic, new TreeMap<>()), brokers));
    }
    return findings;
  }

  /**
   * Judges one source by its operators in a state.
   *
   * @param table what it reads from now on
   * @param others what the other sources of the plan read
   */
  public static List<Finding> judgeOperators(
      KafkaTable table,
      List<KafkaTable> others,
      List<StateSnapshot.Operator> operators,
      Brokers brokers) {
    List<Position> stored =
        operators.stream().flatMap(operator -> operator.positions().stream()).toList();
    boolean kept =
        operators.stream()
            .flatMap(operator -> operator.states().stream())
            .anyMatch(state -> state.kind() == StateSnapshot.StateKind.POSITIONS);
    if (!stored.isEmpty()) {
      return judge(table, others, stored, brokers);
    }
    // What is read to an end keeps none of what it has read.
    return kept && !table.isBounded()
        ? List.of(
            finding(
                Kind.UNKNOWN,
                String.join(", ", table.topics()),
                0,
                "where it stands cannot be read from its state"))
        : List.of();
  }

  /** Topics that a source would read on although its table no longer names them. */
  public static List<Finding> stale(KafkaTable before, KafkaTable now, List<KafkaTable> others) {
    return before.topics().stream()
        .filter(topic -> !now.names(topic))
        .map(topic -> notNamed(topic, 0, others))
        .toList();
  }

  /**
   * Topics whose positions may be given up so that the rest can go on, and whether somebody must
   * choose that first: not where the table no longer names them. There are none of a table of
   * changes, which mean nothing without the rows of before.
   *
   * @param findings of one source, from a state that was read
   */
  public static Map<String, Boolean> forgettable(KafkaTable table, List<Finding> findings) {
    Map<String, Boolean> topics = new TreeMap<>();
    for (Finding finding : findings) {
      if (finding.refused()
          && finding.kind().canBeForgotten()
          && finding.partitions() > 0
          && !SourceUnits.isOfChanges(table.options())) {
        topics.put(finding.topic(), finding.kind() != Kind.STALE_TOPIC);
      }
    }
    return topics;
  }

  /** The same findings when the positions of these topics are given up. */
  public static List<Finding> without(
      KafkaTable table, List<Finding> findings, Set<String> topics, Brokers brokers) {
    List<Finding> kept = new ArrayList<>();
    Set<String> told = new TreeSet<>();
    for (Finding finding : findings) {
      if (!topics.contains(finding.topic())) {
        kept.add(finding);
      } else if (told.add(finding.topic())) {
        kept.add(forgotten(table, finding, brokers));
      }
    }
    return kept;
  }

  private static Finding forgotten(KafkaTable table, Finding finding, Brokers brokers) {
    String topic = finding.topic();
    Description now = brokers.topics().get(topic);
    String sentence =
        table.names(topic)
            ? "its positions in the topic "
                + topic
                + " of before are given up, as was chosen: it is read from the first record"
                + (now == null ? "" : ", " + counted(now.records(), "record") + " by now")
                + ", and what was made of the old one's rows stays"
            : "topic "
                + topic
                + " is no longer read, since its table does not name it, and its positions are"
                + " given up";
    return new Finding(Kind.FORGOTTEN, topic, finding.partitions(), false, sentence);
  }

  private static Set<String> named(KafkaTable table, Set<String> stored) {
    Set<String> named = new TreeSet<>(table.topics());
    stored.stream().filter(table::names).forEach(named::add);
    return named;
  }

  private static Finding notNamed(String topic, int partitions, List<KafkaTable> others) {
    Optional<KafkaTable> owner = others.stream().filter(other -> other.names(topic)).findFirst();
    return owner.isPresent()
        ? finding(
            Kind.SWAPPED,
            topic,
            partitions,
            "it stands in topic "
                + topic
                + ", which "
                + owner.get().name()
                + " reads: each of its records would be read twice")
        : finding(
            Kind.STALE_TOPIC,
            topic,
            partitions,
            "it stands in topic "
                + topic
                + ", which its table no longer names and which would still be read");
  }

  private static List<Finding> ofTopic(
      KafkaTable table, String topic, Map<Integer, Long> stored, Brokers brokers) {
    Description now = brokers.topics().get(topic);
    if (now == null) {
      // A topic that nothing was read of may be made later.
      return stored.isEmpty()
          ? List.of()
          : List.of(
              finding(
                  Kind.GONE,
                  topic,
                  stored.size(),
                  "topic " + topic + " does not exist any more, and its positions mean nothing"));
    }
    if (!stored.isEmpty() && brokers.wasMadeAnew(topic)) {
      boolean afterwards = brokers.wasThereToTheEnd(topic);
      return List.of(
          finding(
              afterwards ? Kind.MADE_ANEW_SINCE_THE_STOP : Kind.MADE_ANEW,
              topic,
              stored.size(),
              "topic "
                  + topic
                  + " was made anew since the job was "
                  + (afterwards ? "stopped" : "deployed")
                  + ": its positions are those of the old one"));
    }
    if (stored.isEmpty()) {
      return table.isBounded()
          ? List.of()
          : List.of(
              finding(
                  Kind.NEW_TOPIC,
                  topic,
                  now.partitions(),
                  "topic "
                      + topic
                      + " is new to it and is read from the earliest record, "
                      + counted(now.records(), "record")
                      + " by now, whatever scan.startup.mode says"));
    }
    return ofPartitions(table, topic, stored, now.offsets());
  }

  private static List<Finding> ofPartitions(
      KafkaTable table, String topic, Map<Integer, Long> stored, List<Offsets> held) {
    int gone = 0;
    long lost = 0;
    List<String> beyond = new ArrayList<>();
    int fine = 0;
    for (Map.Entry<Integer, Long> position : stored.entrySet()) {
      int partition = position.getKey();
      long offset = position.getValue();
      if (partition >= held.size()) {
        beyond.add("there is no partition " + partition);
      } else if (offset > held.get(partition).end()) {
        beyond.add(
            "partition "
                + partition
                + " ends at "
                + held.get(partition).end()
                + " and was read up to "
                + offset);
      } else if (offset >= 0 && offset < held.get(partition).begin()) {
        gone++;
        lost += held.get(partition).begin() - offset;
      } else {
        fine++;
      }
    }
    List<Finding> findings = new ArrayList<>();
    if (!beyond.isEmpty()) {
      findings.add(
          finding(
              Kind.BEYOND_END,
              topic,
              beyond.size(),
              "topic "
                  + topic
                  + " is not what was read: "
                  + beyond.getFirst()
                  + (beyond.size() > 1 ? ", and " + (beyond.size() - 1) + " more" : "")
                  + "; it was made anew or cut off"));
    }
    if (gone > 0) {
      boolean atTheEnd = table.goesOnAtTheEnd();
      findings.add(
          new Finding(
              Kind.RECORDS_GONE,
              topic,
              gone,
              atTheEnd,
              counted(lost, "record")
                  + " in "
                  + counted(gone, "partition")
                  + " of topic "
                  + topic
                  + (lost == 1 ? " was" : " were")
                  + " deleted before "
                  + (lost == 1 ? "it was" : "they were")
                  + " read"
                  + (atTheEnd
                      ? ", and reading would go on at the end, past all that is left"
                      : "; reading goes on with what is left")));
    }
    if (fine > 0) {
      findings.add(
          finding(
              Kind.FINE,
              topic,
              fine,
              counted(fine, "partition")
                  + " of topic "
                  + topic
                  + (fine == 1 ? " goes on" : " go on")));
    }
    int added =
        (int)
            IntStream.range(0, held.size())
                .filter(partition -> !stored.containsKey(partition))
                .count();
    if (added > 0 && !table.isBounded()) {
      findings.add(
          finding(
              Kind.NEW_PARTITIONS,
              topic,
              added,
              counted(added, "new partition")
                  + " of topic "
                  + topic
                  + (added == 1 ? " is" : " are")
                  + " read from the earliest record"));
    }
    return findings;
  }

  private static Finding finding(Kind kind, String topic, int partitions, String sentence) {
    return new Finding(kind, topic, partitions, kind.refuses(), sentence);
  }

  private static String counted(long number, String word) {
    return String.format(Locale.ROOT, "%,d", number) + " " + word + (number == 1 ? "" : "s");
  }

  private static String lowered(String sentence) {
    return sentence.isEmpty()
        ? sentence
        : Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }
}
