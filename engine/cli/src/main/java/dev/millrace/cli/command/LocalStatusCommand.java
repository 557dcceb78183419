package dev.millrace.cli.command;

import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.connect.LocalCluster;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;

/** Shows the processes of the local cluster. */
@Command(
    name = "status",
    description = "Show the processes of the local cluster, their addresses and log.",
    mixinStandardHelpOptions = true)
final class LocalStatusCommand extends EngineCommand {
  LocalStatusCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    LocalCluster.Status status =
        engine
            .connector()
            .localCluster()
            .orElseThrow(() -> LocalStopCommand.notLocal(engine))
            .status();
    console.text(text(status));
    console.json(json(status));
    return 0;
  }

  static String text(LocalCluster.Status status) {
    return member("flink", status.sidecar())
        + "\n"
        + member("broker", status.broker())
        + "\nlog     "
        + status.log();
  }

  private static String member(String name, Optional<LocalCluster.Member> member) {
    String label = String.format("%-8s", name);
    return label
        + member
            .map(
                running ->
                    "runs, process "
                        + running.pid()
                        + new TreeMap<>(running.endpoints())
                            .entrySet().stream()
                                .map(
                                    endpoint ->
                                        ", " + endpoint.getKey() + " " + endpoint.getValue())
                                .reduce("", String::concat))
            .orElse("does not run");
  }

  static Map<String, Object> json(LocalCluster.Status status) {
    Map<String, Object> json = new LinkedHashMap<>();
    status.sidecar().ifPresent(member -> json.put("flink", member(member)));
    status.broker().ifPresent(member -> json.put("broker", member(member)));
    json.put("log", status.log().toString());
    return json;
  }

  private static Map<String, Object> member(LocalCluster.Member member) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("pid", member.pid());
    json.put("since", member.since());
    json.put("endpoints", new TreeMap<>(member.endpoints()));
    return json;
  }
}
