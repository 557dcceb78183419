package dev.millrace.engine.plan;

import dev.millrace.engine.state.OperatorRole;
import dev.millrace.engine.state.OperatorUid;
import dev.millrace.engine.state.OperatorUids;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What becomes of the state of each operator, as far as plans alone can tell. */
final class Outlooks {
  private Outlooks() {}

  static List<OperatorOutlook> of(OperatorUids.Assignment assignment) {
    List<OperatorOutlook> outlooks = new ArrayList<>();
    for (OperatorUids.Assigned assigned : assignment.operators()) {
      if (assigned.operator().role().keepsState()) {
        outlooks.add(of(assigned));
      }
    }
    for (OperatorUid old : assignment.withoutOwner()) {
      outlooks.add(
          new OperatorOutlook(
              OperatorOutlook.Outlook.WITHOUT_OWNER,
              old.role(),
              old.description(),
              switch (old.role()) {
                case SOURCE -> "it is no longer read; its positions are given up";
                case SINK -> "another sink takes its place";
                case STATEFUL, STATELESS -> "it is gone or means something else now";
              }));
    }
    return outlooks;
  }

  /** Whether nobody can say yet what the result will be. */
  static boolean isUnknown(OperatorOutlook outlook) {
    return switch (outlook.outlook()) {
      case KEPT -> false;
      case WITHOUT_OWNER, INPUT_CHANGED -> true;
      // A source or a sink that is new starts as its table says; an operator does not know the
      // past.
      case STARTS_EMPTY -> outlook.role() == OperatorRole.STATEFUL;
    };
  }

  private static OperatorOutlook of(OperatorUids.Assigned assigned) {
    OperatorUid operator = assigned.operator();
    Optional<OperatorUid> previous = assigned.previous();
    if (previous.isEmpty()) {
      return new OperatorOutlook(
          OperatorOutlook.Outlook.STARTS_EMPTY,
          operator.role(),
          operator.description(),
          switch (operator.role()) {
            case SOURCE -> "it is read from where its table says";
            case SINK -> "it is written for the first time";
            case STATEFUL, STATELESS -> "it starts empty and does not know the past";
          });
    }
    if (operator.role() != OperatorRole.SOURCE && !assigned.sameInputs()) {
      return new OperatorOutlook(
          OperatorOutlook.Outlook.INPUT_CHANGED,
          operator.role(),
          operator.description(),
          "it goes on, but other rows reach it than before; what it holds stays as it is");
    }
    return new OperatorOutlook(
        OperatorOutlook.Outlook.KEPT,
        operator.role(),
        operator.description(),
        switch (operator.role()) {
          case SOURCE -> "positions are kept; nothing is lost or read twice";
          case SINK -> "what is prepared is committed";
          case STATEFUL, STATELESS -> "same meaning";
        });
  }
}
