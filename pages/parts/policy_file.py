"""The Policy as a file: take it along, bring it back, or go back to the defaults."""

import streamlit as st

from core.charts import assumptions
from core.policy import Policy, PolicyError
from pages.parts import sidebar, widgets

FILE_KEY = "policy_file"


def offer(policy: Policy) -> None:
    """Offer the Policy in force as a file, and take over the one of a file.

    Args:
        policy: choices in force.
    """
    with st.container(horizontal=True):
        st.download_button(
            "Keep these assumptions as a file",
            data=policy.to_toml(),
            file_name="policy.toml",
            mime="application/toml",
            icon=":material/download:",
            on_click="ignore",
            key="policy_download",
        )
        st.button(
            "Back to the defaults",
            icon=":material/restart_alt:",
            key="policy_defaults",
            disabled=policy == Policy(),
            on_click=sidebar.adopt,
            args=(Policy(),),
        )
    file = st.file_uploader(
        "Use the assumptions of a file",
        type=["toml"],
        key=FILE_KEY,
        on_change=_adopt_file,
        help="A file kept from here, or one your accountant wrote.",
    )
    if file is not None:
        try:
            since = assumptions.changed_settings(Policy.from_file(file.getvalue()), policy)
        except PolicyError as error:
            st.error(widgets.plain(f"Nothing was changed: {error}."), icon=":material/error:")
        else:
            note = f"changed since: {', '.join(since)}" if since else "all of them are in force"
            st.success(widgets.plain(f"The file's assumptions were taken over; {note}."))


def _adopt_file() -> None:
    """Take over the policy of the file just chosen, if it is one."""
    file = st.session_state[FILE_KEY]
    if file is None:
        return
    try:
        sidebar.adopt(Policy.from_file(file.getvalue()))
    except PolicyError:
        return  # The page says what is wrong as long as the file is there.
