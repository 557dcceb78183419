package dev.millrace.it.chaos;

import static dev.millrace.engine.deploy.DeployState.BLOCKED;
import static dev.millrace.engine.deploy.DeployState.COMMITTED;
import static dev.millrace.engine.deploy.DeployState.GATE_PASSED;
import static dev.millrace.engine.deploy.DeployState.INTENDED;
import static dev.millrace.engine.deploy.DeployState.OLD_JOB_GONE;
import static dev.millrace.engine.deploy.DeployState.PRECHECKED;
import static dev.millrace.engine.deploy.DeployState.ROLLED_BACK;
import static dev.millrace.engine.deploy.DeployState.ROLLING_BACK;
import static dev.millrace.engine.deploy.DeployState.RUNNING_RESTORED;
import static dev.millrace.engine.deploy.DeployState.SAVEPOINT_CONFIRMED;
import static dev.millrace.engine.deploy.DeployState.STOP_REQUESTED;
import static dev.millrace.engine.deploy.DeployState.SUBMIT_REQUESTED;

import dev.millrace.engine.deploy.DeployState;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What an engine is at when it is killed, and what it would come to if it were not. */
enum Scenario {
  UPGRADE {
    @Override
    List<DeployState> walk() {
      return List.of(
          INTENDED,
          PRECHECKED,
          STOP_REQUESTED,
          SAVEPOINT_CONFIRMED,
          OLD_JOB_GONE,
          SUBMIT_REQUESTED,
          RUNNING_RESTORED,
          GATE_PASSED,
          COMMITTED);
    }

    @Override
    Map<DeployState, List<String>> calls() {
      return Map.of(
          INTENDED, List.of("ensure topics"),
          STOP_REQUESTED, List.of("stop with savepoint"),
          SUBMIT_REQUESTED, List.of("submit"),
          RUNNING_RESTORED, List.of("trigger checkpoint"));
    }

    @Override
    void prepare(Rig rig) {
      rig.changeModels("");
    }

    @Override
    List<String> command(Rig rig) {
      return List.of("run");
    }
  },

  CREATE {
    @Override
    List<DeployState> walk() {
      return List.of(
          INTENDED, PRECHECKED, SUBMIT_REQUESTED, RUNNING_RESTORED, GATE_PASSED, COMMITTED);
    }

    @Override
    List<String> models() {
      return List.of(Rig.EXTRA);
    }

    @Override
    void prepare(Rig rig) {
      rig.newExtra();
    }

    @Override
    List<String> command(Rig rig) {
      return List.of("run", "--select", rig.extra());
    }

    @Override
    void afterwards(Rig rig) {
      rig.dropExtra();
    }
  },

  STOP {
    @Override
    List<DeployState> walk() {
      return List.of(
          INTENDED, PRECHECKED, STOP_REQUESTED, SAVEPOINT_CONFIRMED, OLD_JOB_GONE, COMMITTED);
    }

    @Override
    List<String> command(Rig rig) {
      return List.of("stop", "--all");
    }
  },

  CANCEL {
    @Override
    List<DeployState> walk() {
      return List.of(INTENDED, PRECHECKED, STOP_REQUESTED, OLD_JOB_GONE, COMMITTED);
    }

    @Override
    Map<DeployState, List<String>> calls() {
      return Map.of(STOP_REQUESTED, List.of("cancel"));
    }

    @Override
    List<String> command(Rig rig) {
      return List.of("stop", "--all", "--no-savepoint");
    }
  },

  RESTART {
    @Override
    List<DeployState> walk() {
      return List.of(
          INTENDED,
          PRECHECKED,
          OLD_JOB_GONE,
          SUBMIT_REQUESTED,
          RUNNING_RESTORED,
          GATE_PASSED,
          COMMITTED);
    }

    @Override
    void prepare(Rig rig) {
      rig.cancel(Rig.TOTALS);
      rig.cancel(Rig.COPIES);
    }

    @Override
    List<String> command(Rig rig) {
      return List.of("run");
    }
  },

  UPGRADE_REFUSED {
    @Override
    List<DeployState> walk() {
      return List.of(
          INTENDED,
          PRECHECKED,
          STOP_REQUESTED,
          SAVEPOINT_CONFIRMED,
          OLD_JOB_GONE,
          SUBMIT_REQUESTED,
          ROLLING_BACK,
          ROLLED_BACK);
    }

    @Override
    Map<DeployState, List<String>> calls() {
      return Map.of(ROLLING_BACK, List.of("submit", "trigger checkpoint"));
    }

    @Override
    void prepare(Rig rig) {
      rig.changeModels(", flink_options={'state.backend.type': 'of.no.such.Backend'}");
    }

    @Override
    List<String> command(Rig rig) {
      return List.of("run");
    }

    @Override
    void mend(Rig rig) {
      rig.changeBack();
    }
  },

  UPGRADE_UNPROVEN {
    @Override
    List<DeployState> walk() {
      return List.of(
          INTENDED,
          PRECHECKED,
          STOP_REQUESTED,
          SAVEPOINT_CONFIRMED,
          OLD_JOB_GONE,
          SUBMIT_REQUESTED,
          RUNNING_RESTORED,
          ROLLING_BACK,
          ROLLED_BACK);
    }

    @Override
    Map<DeployState, List<String>> calls() {
      return Map.of(ROLLING_BACK, List.of("cancel"));
    }

    @Override
    void prepare(Rig rig) {
      rig.changeModels("");
    }

    @Override
    List<String> command(Rig rig) {
      return List.of("run");
    }

    /** It has run for a while and committed something, and now it can write no checkpoint. */
    @Override
    void meanwhile(Rig rig, Moment moment) {
      if (moment.side() == Moment.Side.AFTER
          && moment.what().equals("submit_requested -> running_restored")) {
        rig.spoilCheckpoints(moment.deployment());
      }
    }

    @Override
    void mend(Rig rig) {
      rig.changeBack();
    }
  },

  FRESH {
    @Override
    List<DeployState> walk() {
      return List.of(
          INTENDED,
          PRECHECKED,
          STOP_REQUESTED,
          SAVEPOINT_CONFIRMED,
          OLD_JOB_GONE,
          SUBMIT_REQUESTED,
          RUNNING_RESTORED,
          GATE_PASSED,
          COMMITTED);
    }

    @Override
    List<String> models() {
      return List.of(Rig.EXTRA);
    }

    @Override
    void prepare(Rig rig) {
      rig.newExtra();
      rig.good();
    }

    @Override
    List<String> command(Rig rig) {
      return List.of("run", "--full-refresh", "--select", rig.extra());
    }

    @Override
    void afterwards(Rig rig) {
      rig.dropExtra();
    }
  },

  TOPIC_REFUSED {
    @Override
    List<DeployState> walk() {
      return List.of(INTENDED, ROLLED_BACK);
    }

    @Override
    List<String> models() {
      return List.of(Rig.EXTRA);
    }

    @Override
    void prepare(Rig rig) {
      rig.newExtra(", topic_config={'cleanup.policy': 'nonsense'}");
    }

    @Override
    List<String> command(Rig rig) {
      return List.of("run", "--select", rig.extra());
    }

    @Override
    void mend(Rig rig) {
      rig.forgetExtra();
    }
  },

  SAVEPOINT_FAILS {
    @Override
    List<DeployState> walk() {
      return List.of(INTENDED, PRECHECKED, STOP_REQUESTED, ROLLED_BACK);
    }

    @Override
    void prepare(Rig rig) {
      rig.changeModels("");
      rig.spoilSavepoints();
    }

    @Override
    List<String> command(Rig rig) {
      return List.of("run");
    }

    @Override
    void mend(Rig rig) {
      rig.mendSavepoints();
      rig.changeBack();
    }
  },

  RESTART_REFUSED {
    @Override
    List<DeployState> walk() {
      return List.of(INTENDED, PRECHECKED, OLD_JOB_GONE, SUBMIT_REQUESTED, ROLLING_BACK, BLOCKED);
    }

    @Override
    List<String> models() {
      return List.of(Rig.TOTALS);
    }

    @Override
    void prepare(Rig rig) {
      rig.cancel(Rig.TOTALS);
      rig.spoilNewestState(Rig.TOTALS);
    }

    @Override
    List<String> command(Rig rig) {
      return List.of("run", "--select", Rig.TOTALS);
    }

    /** The cause is removed; the run that follows is the way out that was named. */
    @Override
    void mend(Rig rig) {
      rig.mendState();
    }
  };

  /** The states it goes through when nobody is killed. */
  abstract List<DeployState> walk();

  /** Calls to the outside that it makes in each state, as far as no other makes them. */
  Map<DeployState, List<String>> calls() {
    return Map.of();
  }

  /** Whether it goes from the one state to the other. */
  boolean walks(DeployState from, DeployState to) {
    int at = walk().indexOf(from);
    return at >= 0 && at + 1 < walk().size() && walk().get(at + 1) == to;
  }

  /** How it ends when nobody is killed. */
  DeployState end() {
    return walk().getLast();
  }

  /** Names of the models it deploys. */
  List<String> models() {
    return List.of(Rig.TOTALS, Rig.COPIES);
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Brings about what it starts from. */
  void prepare(Rig rig) {}

  /** What is typed. */
  abstract List<String> command(Rig rig);

  /** What happens outside while the engine stands still at this moment. */
  void meanwhile(Rig rig, Moment moment) {}

  /** Takes away what made it fail, after it was resumed. */
  void mend(Rig rig) {}

  /** Leaves no trace, after all is well again. */
  void afterwards(Rig rig) {}
}
