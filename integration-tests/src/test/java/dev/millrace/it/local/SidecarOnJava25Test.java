package dev.millrace.it.local;

class SidecarOnJava25Test extends SidecarClusterContract {
  SidecarOnJava25Test() {
    super(25);
  }
}
