"""What somebody has who is signed in: a profile, followed projects, notifications, reports and threads."""

from modstead.catalogs.http.messages import SignIn
from modstead.catalogs.modrinth.bodies import MessageToSend, ProfileEdit, ReportEdit, ReportToMake
from modstead.catalogs.modrinth.decode import (
    NotificationAnswer,
    ProjectAnswer,
    ReportAnswer,
    ThreadAnswer,
    UserAnswer,
)
from modstead.catalogs.modrinth.operations.common import DOCUMENT, IDS, V2
from modstead.catalogs.operations import NEVER, Nothing, Operation, integer

MUST = SignIn.MUST
FOLLOWS = ("follows", "projects")
USERS = ("users", "teams")
NOTIFICATIONS = ("notifications",)
REPORTS = ("reports",)
THREADS = ("threads",)

Notifications = list[NotificationAnswer | None]
Reports = list[ReportAnswer | None]
Threads = list[ThreadAnswer | None]

ME = Operation(V2, "GET", "/user", UserAnswer, DOCUMENT, scope="USER_READ", sign_in=MUST, keeping=NEVER)
EDIT_USER = Operation(
    V2,
    "PATCH",
    "/user/{id}",
    Nothing,
    DOCUMENT,
    body=ProfileEdit,
    scope="USER_WRITE",
    sign_in=MUST,
    topics=USERS,
)
FOLLOW = Operation(
    V2, "POST", "/project/{id}/follow", Nothing, DOCUMENT, scope="USER_WRITE", sign_in=MUST, topics=FOLLOWS
)
UNFOLLOW = Operation(
    V2, "DELETE", "/project/{id}/follow", Nothing, DOCUMENT, scope="USER_WRITE", sign_in=MUST, topics=FOLLOWS
)
FOLLOWED = Operation(
    V2,
    "GET",
    "/user/{id}/follows",
    list[ProjectAnswer | None],
    DOCUMENT,
    scope="USER_READ",
    sign_in=MUST,
    topics=FOLLOWS,
    keeping=NEVER,
)
NOTIFICATIONS_OF_USER = Operation(
    V2,
    "GET",
    "/user/{id}/notifications",
    Notifications,
    DOCUMENT,
    scope="NOTIFICATION_READ",
    sign_in=MUST,
    topics=NOTIFICATIONS,
    keeping=NEVER,
)
NOTIFICATION = Operation(
    V2,
    "GET",
    "/notification/{id}",
    NotificationAnswer,
    DOCUMENT,
    scope="NOTIFICATION_READ",
    sign_in=MUST,
    topics=NOTIFICATIONS,
    keeping=NEVER,
)
READ_NOTIFICATION = Operation(
    V2,
    "PATCH",
    "/notification/{id}",
    Nothing,
    DOCUMENT,
    scope="NOTIFICATION_WRITE",
    sign_in=MUST,
    topics=NOTIFICATIONS,
)
DELETE_NOTIFICATION = Operation(
    V2,
    "DELETE",
    "/notification/{id}",
    Nothing,
    DOCUMENT,
    scope="NOTIFICATION_WRITE",
    sign_in=MUST,
    topics=NOTIFICATIONS,
)
NOTIFICATIONS_BY_ID = Operation(
    V2,
    "GET",
    "/notifications",
    Notifications,
    DOCUMENT,
    (IDS,),
    scope="NOTIFICATION_READ",
    sign_in=MUST,
    topics=NOTIFICATIONS,
    keeping=NEVER,
)
READ_NOTIFICATIONS = Operation(
    V2,
    "PATCH",
    "/notifications",
    Nothing,
    DOCUMENT,
    (IDS,),
    scope="NOTIFICATION_WRITE",
    sign_in=MUST,
    topics=NOTIFICATIONS,
)
DELETE_NOTIFICATIONS = Operation(
    V2,
    "DELETE",
    "/notifications",
    Nothing,
    DOCUMENT,
    (IDS,),
    scope="NOTIFICATION_WRITE",
    sign_in=MUST,
    topics=NOTIFICATIONS,
)
MAKE_REPORT = Operation(
    V2,
    "POST",
    "/report",
    ReportAnswer,
    DOCUMENT,
    body=ReportToMake,
    scope="REPORT_CREATE",
    sign_in=MUST,
    topics=REPORTS,
)
OPEN_REPORTS = Operation(
    V2,
    "GET",
    "/report",
    Reports,
    DOCUMENT,
    (integer("count", least=1),),
    scope="REPORT_READ",
    sign_in=MUST,
    topics=REPORTS,
    keeping=NEVER,
)
REPORT = Operation(
    V2,
    "GET",
    "/report/{id}",
    ReportAnswer,
    DOCUMENT,
    scope="REPORT_READ",
    sign_in=MUST,
    topics=REPORTS,
    keeping=NEVER,
)
EDIT_REPORT = Operation(
    V2,
    "PATCH",
    "/report/{id}",
    Nothing,
    DOCUMENT,
    body=ReportEdit,
    scope="REPORT_WRITE",
    sign_in=MUST,
    topics=REPORTS,
)
REPORTS_BY_ID = Operation(
    V2,
    "GET",
    "/reports",
    Reports,
    DOCUMENT,
    (IDS,),
    scope="REPORT_READ",
    sign_in=MUST,
    topics=REPORTS,
    keeping=NEVER,
)
THREAD = Operation(
    V2,
    "GET",
    "/thread/{id}",
    ThreadAnswer,
    DOCUMENT,
    scope="THREAD_READ",
    sign_in=MUST,
    topics=THREADS,
    keeping=NEVER,
)
# Documented to answer with the thread; the server's published source has it answer with nothing.
SEND_MESSAGE = Operation(
    V2,
    "POST",
    "/thread/{id}",
    Nothing,
    DOCUMENT,
    body=MessageToSend,
    scope="THREAD_WRITE",
    sign_in=MUST,
    topics=THREADS,
    or_nothing=True,
)
THREADS_BY_ID = Operation(
    V2,
    "GET",
    "/threads",
    Threads,
    DOCUMENT,
    (IDS,),
    scope="THREAD_READ",
    sign_in=MUST,
    topics=THREADS,
    keeping=NEVER,
)
DELETE_MESSAGE = Operation(
    V2, "DELETE", "/message/{id}", Nothing, DOCUMENT, scope="THREAD_WRITE", sign_in=MUST, topics=THREADS
)

OPERATIONS = (
    ME,
    EDIT_USER,
    FOLLOW,
    UNFOLLOW,
    FOLLOWED,
    NOTIFICATIONS_OF_USER,
    NOTIFICATION,
    READ_NOTIFICATION,
    DELETE_NOTIFICATION,
    NOTIFICATIONS_BY_ID,
    READ_NOTIFICATIONS,
    DELETE_NOTIFICATIONS,
    MAKE_REPORT,
    OPEN_REPORTS,
    REPORT,
    EDIT_REPORT,
    REPORTS_BY_ID,
    THREAD,
    SEND_MESSAGE,
    THREADS_BY_ID,
    DELETE_MESSAGE,
)
